"""Words of the report besides those of the form, and patterns of published reports."""

DRAFT = "草稿"
DRAFT_MARK = "（草稿）"  # behind the name of a draft's file
STYLE_ABSENT = "缺少样式“{name}”"
# published reports, as people write them
HEADING_STYLE = "标题"  # as Chinese programs name the style
DIGITS = "零〇一二三四五六七八九十"
AFTER_NUMBER = "、.．，,:："
AFTER_HEADING = "。.．:：，,；;"
# labels of tables: what is added to them, and how they end (r)
LABEL_ADDED = r"20\d\d年?度?|历史累计|截[至止]\S*?底|(?<=本年)度|(?<=上年)度|(?<=下年)度(?=$)"
LABEL_END = r"(?:数量|件数|总数|数|情况)$"
CONVERTED = {"label": "整个文件", "typed": "旧版文档（.doc、.wps）", "read": "由 LibreOffice 转换的结果"}
TABLE_NUMBER = "第{n}张表"
AROUND_UNIT = " \u3000《》“”\"'|_—-"
TITLE_YEAR, TITLE_DEGREE = "年", "度"
HALF_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}
ZEROS = {"○": "〇", "O": "〇", "o": "〇"}  # as people type 〇
BRACKETS = "（）()【】[]"
HEADING_ENDS = "。：:"
SITUATION, SITUATIONS = "情况", "工作情况|情况|工作|方面"
# titles of reports (r): the year, what a report is called, what may stand around the unit's name
REPORT_YEAR = (
    r"[（(\[【〔]?(20\d\d|[二2][〇○零Oo0][〇○零一二三四五六七八九\d]{2})(?![\d.\-/])"
    r"[)）\]】〕]?(?:年度|年(?!报(?!告)|\s*\d))?[)）\]】〕]?"
)
REPORT_NAME = r"(?:工作)?(?:情况)?的?(?:年度)?(?:工作|统计)?(?:总结)?(?:报告|年报)"
REPORT_WORK = "工作年度报告|年度报告|统计年报|年报|报告"
REPORT_ABOUT = r"^(?:附件?\d*[：:、.]?)?(?:关于)?|(?:关于)?(?:公布|发布|印发|报送)?$"
LAST_BRACKET = r"[（(][^（）()]*[）)]$"
REPORT_SAME = r"(?:工作|统计)?(?:年度)?(?:工作|统计)?(?:报告|年报)"  # names of the same report
REPORT_REMARK = r"^[（(【\[][^（）()]{0,20}[)）】\]]$"
GOVERNMENT, PEOPLE = "政府", "人民"
UNIT_END = r"(?:局|委员会|委|办公室|办|中心|政府|办事处|街道|厅|院|部|会|管委会|分局|大队|支队|总队|公司|站|所|处|馆|社|校|区|县|市|省|州|盟|旗|镇|乡)$"
NO_UNIT = r"信息公开(?!办公室|中心|科|局)|(?:网站?|首页|平台|专栏)$"  # names a page or a place on it
SENTENCE_MARKS = "。，；：！？"
# headings of parts (r): how they are numbered, and what says no more than the part's own word
PART_NUMBERS = {
    "decimals": r"(?:\d{1,2}|[一二三四五六七八九十])[.．]\d{1,2}[、.．]?(?=\s*[^\d\s.．])",
    "brackets": r"[（(][一二三四五六七八九十]{1,3}[)）]",
    "digits": r"\d{1,2}[、.．](?!\d)",
    "small": r"[（(]\d{1,2}[)）]|[①-⑳]",
    "first": r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，、,：:]",
    "big": r"[一二三四五六七八九十]{1,3}[、.．]",
    "none": r"(?=\S)",
}
PART_YEAR = r"^(?:20\d\d年度?|本年度?)"  # said once more before the words of a heading
PART_FILLER = r"政府信息|信息|政务|公开|政府|工作|情况|方面|建设|机制|管理|监督|保障|与|和|及|、"
BESIDE_NOISE = (
    r"^(?:[（(]?续表?[一二三四\d]*[)）]?|(?:计量)?单位[：:]\S{1,4}|[-—－第]?\s*\d{1,3}\s*[-—－页]?|\W*)$"
)
# outputs of a report
CSV_HEAD = ("单位代码", "单位名称", "年度", "编号", "表", "项目", "数")
CSV_MEANING = (
    "单位的代码",
    "单位的名称",
    "报告年度",
    "格子的编号：表.行.列",
    "官方表格的标题",
    "行和列的标题",
    "填的数，空白是没有填",
)
CSV_TITLE = "报送数据"
FRAGMENT_SUFFIX = "网页正文"
