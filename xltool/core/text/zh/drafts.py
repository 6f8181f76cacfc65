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
    ("", r"(?<=\))[行栏列项]|其中:?|即|再|[并而]?且|(?:代[码号]|编号|序号|行次|栏[次目]|指标|项目)(?=\s*\d)|应该?|应当|必须|需要?|须|\s+|[:的为]"),
)  # fmt: skip
RELATION_REFERENCE = (
    r"(?:表(?P<table>[一二三四五六七八九十]{1,3}|\d{1,2})[的中]?\s*)?"
    r"(?:(?P<before>第|[行栏列])?\s*(?P<open>[(\[])?(?P<number>[A-Za-z]{0,2}\d{1,4})(?!\d)(?(open)[)\]])"
    r"|第(?P<spelled>[一二三四五六七八九十]{1,3})(?=[项行栏列款条]))"
    r"(?:\s*(?P<axis>[行栏列项款条])(?:[份件次人]?数(?!\d)|数[值额]|金额)?)?"
)
RELATION_AXES = {"行": "row", "列": "column", "栏": ""}
RELATION_REMARK = r"\((?=[^()]*[^\d\s()+…-])(?!第)[^()=<>]*\)"
RELATION_COMMAS = ",、"
RELATION_OPEN = r"[于=<>]\s*$"
RELATION_TABLES, RELATION_TO = r"[、和至到-]", r"[至到-]"
RELATION_AGAIN = r"^[\s再]+"
RELATION_LANE = "栏"
RELATION_ACROSS = ("列", "栏")
RELATION_ABOUT = r"^(?P<lead>[^\d=<>≥≤第]{0,16}?(?:关系|校验|审核|公式|要求|规则|不合格|错误|有误)[^\d=<>≥≤第:(\[]{0,4}[:为是]?)\s*"
RELATION_TABLE = r"^[\s;,]*(?:本|第)?表(?P<tables>[一二三四五六七八九十\d]{1,3}(?:[、和至到-][一二三四五六七八九十\d]{1,3})*)\s*[:,]\s*"
RELATION_CONDITION = r"如果|如|若|当(?!年)|仅|只有|除|时|否则|情况下|上年|上期|去年|上一年"
# a list of what must not be, not a remark about mistakes
RELATION_WRONG = (
    r"(?:以下|下列|如下|凡)[^。]{0,12}(?:不合[格理]|有误|错误|不符合|不正确|不通过|报错)"
    r"|(?:不合[格理]|有误|错误|不正确|不通过|报错)(?:的?情[况形])?\s*:|(?:视为|即为|属于?|为)(?:不合[格理]|错误|有误|不正确)"
)
RELATION_SEEN = r"等于|相等|一致|之和|大于|小于|不超过|不得超过|不能超过|不少于|[=<>≥≤≠]"
RELATION_ROW_AXIS, RELATION_COLUMN_AXIS = (
    r"行(?:间|的)?关系|各行|主栏",
    r"列(?:间|的)?关系|(?<!主)栏(?:间|的)?关系|各列",
)

# How tables are told from the lines around them, and their parts from each other.
DRAFT_NUMBERED_COLUMN = r"代码|代号|编码|编号|序号|行次|行号|栏次|丙"
DRAFT_FIXED_COLUMN = r"(?:计量|计算)?单位|代码|代号|编码|编号|行次|行号|栏次|[甲乙丙丁]"
DRAFT_NUMBER_ROW = (
    r"[甲乙丙丁戊]|[栏行][次号]|编号|序号|代码|[(\[]?[A-Za-z]{0,2}\d{1,4}[)\]]?(?:=[\d()+\-…\s.]+)?"
)
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
    "kinds": "哪些格可以有小数、可以为负、是百分数、填文字，按标题里的字定的，请核对；没有写的都是不小于 0 的整数。",
    "name": "名称和报告标题按官方文件的标题写的，请核对；依据的文件请补上。",
    "levels": "单位类别、由单位填的项目、填报说明按通常的写法，请核对。",
    "title": "没有找到这张表的标题，请写上。",
    "section": "“{words}”下面没有表，当作要写的一段文字；不要的，连同 order 里的一起去掉。",
    "measure": "没有找到计量单位，先写了“件”，请核对。",
    "landscape": "有 {n} 列，打印成横排；竖排的去掉这一行。",
    "migrate": '编号与 {form} 相同的格沿用它的数；口径变了的，在这里写 "T1.r1.c1" = ""，编号不同而能沿用的，写 "新" = "旧"。',
    "rule": "照官方文件里的“{words}”写成的，请核对。",
    "unclear": "官方文件里的“{words}”没有写成关系；能用加减和比较写的，写一个 [[table.rule]]，其余写进填报说明。",
    "differs": "画出来与官方文件不一样，{words}",
    "left-out": "{words}这张表没有写进来，写不出来的原因：{reason}",
    "overlaps": "画出来在 {place} 有空缺或重叠，请核对各级标题。",
    "more": "画出来与官方文件不一样的另有 {n} 处，改好上面的以后用 form check --against 再看。",
    "no-read": "“{words}”读不回来：它的标题与别的行、列分不开，请核对标题。",
    "formula": "官方文件里 {cell} 一格是公式 ={formula}，没有写成合计；是加减的写进 totals，别的由单位填。",
    "formulas": "官方文件里 {code} 各格的公式加的不是同样的行或列，没有写成合计，请核对。",
    "unused": "官方文件里表旁边的这些话没有写进来：{lines}；要印的写进 notes，给填表人看的写进 guide。",
    "foot": "表下面的话印在表的下面，签字的各项只印在报送表里；不要的去掉，给填表人看的移到 guide。",
    "among-all": "“{words}”等于其中的 {parts} 之和（最后一项是“其他”），写成了提醒；确实总要相等的，改成 error。",
}
DRAFT_LINES = "；"
DRAFT_LIST = "、"  # between names
DRAFT_MORE = "等 {n} 项"

DRAFT_ORDINAL = r"\s*(?:第?(?P<big>[一二三四五六七八九十]{1,3})(?:、|[.．](?!\d)|部分)|表(?P<table>[一二三四五六七八九十]{1,3}|\d{1,2})(?!\S*[页格]))"

# Levels of numbering, the highest first; words by which sums and kinds of figures are known.
DRAFT_LEVELS = (
    r"(?P<n>[一二三四五六七八九十]{1,3})[、.．]", r"[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]", r"(?P<n>\d{1,2})(?:[、．]|\.(?!\d))",
    r"[（(](?P<n>\d{1,2})[）)]|(?P<m>\d{1,2})[）)]", r"(?P<n>[①-⑳])",
)  # fmt: skip
DRAFT_EQUALS, DRAFT_FORMULA = r"[=＝]", r"[（(]([^（）()]*[=＝][^（）()]*)[）)]"
DRAFT_FIRST = ("一", "1", "①")
DRAFT_OWN_NUMBER = r"[(（]\d+[)）]|\d+[.、．]\D"
DRAFT_AMONG = r"\s*(?:其中|内)[:：]?\s*"
DRAFT_TOTAL = r"合计|总计|小计|共计|^计$"
DRAFT_SUBTOTAL = r"小计"
DRAFT_TOTAL_OF_PARTS = r"合计|总计|小计|共计|总[数额量和值]"
DRAFT_OTHERS = r"其[他它]|别的"
DRAFT_TAKEN_AWAY = r"减[:：少除]|扣|提取|分配|用于|^减"
DRAFT_PERCENT = r"幅度|比例|比重|占比|率(?:[（(%％]|$)|[%％]|百分"
DRAFT_CHANGE = r"增减|增、减|增/减|增\(减\)|增（减）|净增|比上年增"
DRAFT_NEGATIVE = r"结余|差额|利润|损益|盈余|净[收结]"
DRAFT_MONEY = r"万元|亿元|千元|金额|[（(]元[）)]|^元$|收入|支出|经费|费用|决算数|预算数"
DRAFT_MONEY_UNIT = r"万元|亿元|千元|(?<![公单])元"
DRAFT_DECIMAL = r"面积|公顷|平方|[（(]?[亩吨米升][）)]|公里|千米|^[亩吨米升]$|立方|千瓦"
DRAFT_COUNT = (
    r"[（(][件个人次宗份条户台辆家][次数]?[）)]|^[件个人次宗份条户台辆家][次数]?$|数量|件数|人数|次数"
)
TICK_BOX = "[□☐■☑○]"
DRAFT_TICKED = rf"{TICK_BOX}([^{TICK_BOX[1:-1]}]+)"
DRAFT_CHOICE, DRAFT_DATE = r"^是否|（是/否）|[（(]是、?否[)）]", r"日期[）)]?$|^时间$|年月日?$"
DRAFT_WORDS_ROW = r"文件名|文号|名称$|网址$|地址$|电话$|姓名$"
DRAFT_WORDS_COLUMN = r"说明$|原因$|备\s*注|文件名|文号|名称[）)]?$|地址$|电话$|网址$|负责人$|联系人$"
DRAFT_MEASURE_COUNT = r"[件个人次宗份条户台辆家项]"
DRAFT_COMMA = "，"
DRAFT_PLUS, DRAFT_MINUS = "加", "减"
DRAFT_SPOKEN = r"第[一二三四五六七八九十]"
DRAFT_SIDE_ENDS = " ,，、:：。"
DRAFT_SUM_FROM = "“{first}”至“{last}”等 {n} 项之和"

DRAFT_MEASURE = r"(?<![填报制送])(?:计量|金额)?单位(?![名代性负盖类])[：:]\s*([^\s：:）)]{1,20})"
DRAFT_NOTES = r"[（(]?(?:注|附?注|填[表报制]?说明|说明|备注|指标解释|(?:表[内间]|勾稽|审核|校验|平衡|逻辑)\S{0,4}关系)\s*[0-9一二]?[：:、）)]?"
DRAFT_NO_NAME = (
    r"[（(]?附[件录表]|表\s*号|\S{0,6}\d+表$|制[表定]|批准|有效期|[（(]|\S{0,6}单位|\S{0,4}[：:]|\d+\s*年?$"
)
DRAFT_SIGNED = r"\s*(?:单位|统计|部门|分管)?(?:主要)?(?:领导|负责人|填表人|填报人|制表人|审核人|经办人|报出日期|填报日期)[^：:]{0,8}[：:]"
DRAFT_SIGNER = r"([^\s：:　，。；]{2,10})[：:]"
DRAFT_SHEET_NAME = r"(?i)sheet\d*|工作表\d*|表\d+|\d+"
DRAFT_YEAR = r"20\d\d\s*年?(?=年|度|$|\D)|[〇○二零一三四五六七八九]{4}年|[_＿×XxＸ\s]{2,}年"
DRAFT_ANY_YEAR = rf"(?:{DRAFT_YEAR})度?"
DRAFT_YEAR_PLACE = "{year}年"
DRAFT_PARTS = "{words}等 {n} 项之和"

DECIDE_MARK = "# 待定："
DRAFT_HEAD = (
    "# 按官方文件“{file}”起草。写着“待定”的各行是按字面推测的，一条一条看过，改好或认可以后删去那一行注释。"
)
DRAFT_DECIDE = "form.toml 第 {line} 行：{words}"
DRAFT_UNIT_LEVELS = ("县级", "县级部门", "乡镇街道")
DRAFT_GUIDE = (
    "浅黄色格子由单位填写；灰色格子自动计算，不能改；蓝色是官方表头，不要改动。",
    "没有的填 0。如果一张表里没填的都是 0，在表上方“本表未填写的数量均为 0”处选“是”即可，不必逐格填 0。",
    "请不要增删行列、移动格子、改名或复制工作表。从别处粘贴时，用“选择性粘贴—数值”。",
    "填好后看“校验”表，显示“全部通过，可以上报”后，存为 .xlsx 文件，原名不变，回复原邮件报送。",
)
DRAFT_TEXT_LABEL = "正文"
DRAFT_NO_MEASURE = "件"
DRAFT_ADVICE = "请对照台账核对这几格。"
DRAFT_ORIGIN = "官方文件里的“{words}”"
DRAFTED = "起草了 {tables} 张表、{texts} 段文字，{n} 处要由您定，写在 {file} 和 form.toml 的注释里。"
DRAFT_CELLS, DRAFT_TABLES = "格", "张表"
DRAFT_LIST_FILE = "待定.txt"
