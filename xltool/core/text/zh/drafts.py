"""Words by which a draft of a form is made from an official file, and what is asked of the person who made it."""

# How relations are stated in notes.  The first that fits counts; a blank one is skipped.
RELATION_WORDS = (
    (">=", r"(?:大于|多于|高于)\s*(?:或者|或|、|,|及)?\s*等于|不(?:得|能|应|可)?(?:小于|少于|低于)|≥|≧|>\s*=|=\s*>"),
    ("<=", r"(?:小于|少于|低于)\s*(?:或者|或|、|,|及)?\s*等于|不(?:得|能|应|可)?(?:大于|多于|高于|超过|超出|超)|≤|≦|<\s*=|=\s*<"),
    ("!=", r"不(?:等于|相等|一致|等)|≠|<\s*>|!\s*="),
    ("==", r"等于|==?|是(?=第)"),
    (">", r"大于|多于|高于|超过|>"),
    ("<", r"小于|少于|低于|<"),
    ("and", r"[与和同及](?=\D*\d|\s*第|\s*[行栏列])"),
    ("equal", r"(?:必须|应当?|要)?(?:相等|一致)"),
    ("+", r"\+|加上?"),
    ("-", r"-|减去?|扣除|扣减"),
    ("~", r"[*×÷/%]|乘以?|除以?"),
    ("…", r"\.{2,}|…+|⋯+|~|至|到"),
    ("(", r"\("),
    (")", r"\)"),
    ("sum", r"(?:各?[项行栏列])?(?:之|的|总)和|合计数?"),
    ("", r"(?<=\))[行栏列项]|其中:?|即|再|应该?|应当|必须|需要?|须|\s+|[:的为]"),
)  # fmt: skip
RELATION_REFERENCE = (
    r"(?:表(?P<table>[一二三四五六七八九十]{1,3}|\d{1,2})[的中]?\s*)?"
    r"(?:(?P<before>第|[行栏列])?\s*(?P<open>[(\[])?(?P<number>[A-Za-z]{0,2}\d{1,4})(?!\d)(?(open)[)\]])"
    r"|第(?P<spelled>[一二三四五六七八九十]{1,3})(?=[项行栏列款条]))"
    r"\s*(?P<axis>[行栏列项款条])?(?:[份件次人]?数(?!\d)|数[值额]|金额)?"
)
RELATION_AXES = {"行": "row", "列": "column", "栏": ""}
RELATION_AGAIN = r"^[\s再]+"
RELATION_ACROSS = ("列", "栏")
RELATION_ABOUT = r"^(?P<lead>[^\d=<>≥≤第]{0,16}?(?:关系|校验|审核|公式|要求|规则|不合格|错误|有误)[^\d=<>≥≤第:(\[]{0,4}[:为是]?)\s*"
RELATION_TABLE = r"^[\s;,]*(?:本|第)?表(?P<tables>[一二三四五六七八九十\d]{1,3}(?:[、和至到-][一二三四五六七八九十\d]{1,3})*)\s*[:,]\s*"
RELATION_CONDITION = r"如果|如|若|当(?!年)|仅|只有|除|时|否则|情况下|上年|上期|去年|上一年"
RELATION_WRONG = r"不合格|不合理|有误|错误|不符合|不正确|不通过|报错"
RELATION_SEEN = r"等于|相等|一致|之和|大于|小于|不超过|不得超过|不能超过|不少于|[=<>≥≤≠]"
RELATION_ROW_AXIS, RELATION_COLUMN_AXIS = r"行(?:间|的)?关系|各行|主栏", r"列(?:间|的)?关系|(?<!主)栏(?:间|的)?关系|各列"

# How tables are told from the lines around them, and their parts from each other.
DRAFT_NUMBERED_COLUMN = r"代码|代号|编码|编号|序号|行次|行号|栏次|丙"
DRAFT_FIXED_COLUMN = r"(?:计量|计算)?单位|代码|代号|编码|编号|行次|行号|栏次|[甲乙丙丁]"
DRAFT_NUMBER_ROW = r"[甲乙丙丁戊]|[栏行][次号]|编号|序号|代码|[(\[]?[A-Za-z]{0,2}\d{1,4}[)\]]?(?:=[\d()+\-…\s.]+)?"
DRAFT_NUMBER = r"[(\[]?[A-Za-z]{0,2}(\d{1,4})[)\]]?(?:=[\d()+\-…\s.]+)?"
DRAFT_ABSENT = ("×", "x", "X", "*", "※", "—", "——", "-", "--", "/")
DRAFT_TITLE = r"表(?:[（(].*[)）])?$"

DRAFT_ASK = {
    "open-rows": "官方文件里有 {n} 行空行，没有行名。行数不定的名单不能写，这里只留了一行；有几种固定的行，请写上行名。",
    "no-number": "这一行没有代码或单位，当作只是标题、不填数；要填的，从 absent 里去掉。",
    "no-sum": "“{words}”像是合计，但看不出是哪些相加，没有写；是合计的，写进 totals。",
    "total": "“{words}”当作 {parts} 之和，自动计算、锁住不能填；不是的，从 totals 里去掉。",
    "among": "“{words}”不小于其中的 {parts}，写成了提醒；各项正好分完的，把 >= 改成 ==。",
    "alike": "“{words}”在旧版里没有，与旧版的“{old}”（{code}）相近；是同一件事的，编号改成 {code}。",
    "among-all": "“{words}”等于其中的 {parts} 之和（最后一项是“其他”），写成了提醒；确实总要相等的，改成 error。",
}
DRAFT_LIST = "、"  # between names
DRAFT_MORE = "等 {n} 项"

DRAFT_ORDINAL = r"\s*(?:第?(?P<big>[一二三四五六七八九十]{1,3})(?:、|[.．](?!\d)|部分)|表(?P<table>[一二三四五六七八九十]{1,3}|\d{1,2})(?!\S*[页格]))"

# Levels of numbering, the highest first; words by which sums and kinds of figures are known.
DRAFT_LEVELS = (
    r"(?P<n>[一二三四五六七八九十]{1,3})[、.．]", r"[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]", r"(?P<n>\d{1,2})(?:[、．]|\.(?!\d))",
    r"[（(](?P<n>\d{1,2})[）)]|(?P<m>\d{1,2})[）)]", r"(?P<n>[①-⑳])",
)  # fmt: skip
DRAFT_AMONG = r"\s*(?:其中|内)[:：]?\s*"
DRAFT_TOTAL = r"合计|总计|小计|共计|^计$"
DRAFT_SUBTOTAL = r"小计"
DRAFT_TOTAL_OF_PARTS = r"合计|总计|小计|共计|总[数额量和值]"
DRAFT_OTHERS = r"其[他它]|别的"
DRAFT_TAKEN_AWAY = r"减[:：少除]|扣|提取|分配|用于|^减"
DRAFT_PERCENT = r"幅度|比例|比重|占比|率(?:[（(%％]|$)|[%％]|百分"
DRAFT_CHANGE = r"增减|增、减|增/减|增\(减\)|增（减）|净增|比上年增"
DRAFT_SIGNED = r"结余|差额|利润|损益|盈余|净[收结]"
DRAFT_MONEY = r"万元|亿元|千元|金额|[（(]元[）)]|^元$|收入|支出|经费|费用|决算数|预算数"
DRAFT_MONEY_UNIT = r"万元|亿元|千元|(?<![公单])元"
DRAFT_DECIMAL = r"面积|公顷|平方|[（(]?[亩吨米升][）)]|公里|千米|^[亩吨米升]$|立方|千瓦"
DRAFT_COUNT = r"[（(][件个人次宗份条户台辆家][次数]?[）)]|^[件个人次宗份条户台辆家][次数]?$|数量|件数|人数|次数"
DRAFT_WORDS_COLUMN = r"说明|原因|备注|文件名|文号|名称|日期|时间|地址|是否|电话|网址|负责人|联系人"
DRAFT_MEASURE_COUNT = r"[件个人次宗份条户台辆家项]"
DRAFT_PLUS, DRAFT_MINUS = "加", "减"
DRAFT_SPOKEN = r"第[一二三四五六七八九十]"
DRAFT_SIDE_ENDS = " ,，、:：。"
DRAFT_SUM_FROM = "“{first}”至“{last}”等 {n} 项之和"
