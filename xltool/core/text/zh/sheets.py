"""Words of the workbook that is sent out and of the marked copy that goes back."""

from xltool.core.text.catalogue.texts import N_BLANK
from xltool.core.text.catalogue.values import V_BLANK

YES = "是"
ZERO_CHOICE = "本表未填写的数量均为 0"
ZERO_CHOICE_HINT = "确认本表没有填写的格子都是 0 时，请选“是”；选“是”以前，空格按未填写处理。"
NOTE = "如“{statement}”未通过而数字无误，请说明情况："
SHEET_GUIDE = "填报说明"
SHEET_INFO = "基本信息"
SHEET_TEXTS = "文字部分"
SHEET_CHECK = "校验"
CODE_LINE = "填报单位：{name}（{code}）　年度：{year}　表号：{form}　校验码：{check}"
ASK_CHOICE, OR = "请选{options}。", "或"
YES_NO = ("是", "否")
SIGNED_BY, SIGN_GAP = "{who}：", "　" * 8
MEASURE = "计量单位：{measure}"
GUIDE_TITLE = "{form}填报说明"
GUIDE_BASIS = "依据：{basis}"
GUIDE_UNIT = "填报单位：{name}（{code}）　报告年度：{year}年"
NOTICE = {"deadline": "截止日期：{text}", "contact": "联系人：{text}", "phone": "电话：{text}"}
NOTICE_GAP = "　"
LEGEND_INPUT = "浅黄：请填写"
LEGEND_TOTAL = "灰色：自动计算"
LEGEND_HEAD = "蓝色：表头，不改"
INFO_TITLE = "基本信息"
INFO_ITEM = "项目"
INFO_CONTENT = "内容"
INFO = {
    "code": "单位代码",
    "name": "单位名称",
    "year": "报告年度",
    "level": "单位类别",
    "address": "地址",
    "phone": "联系电话",
    "website": "网站",
}
LEVEL_HINT = "请从列表中选择单位类别。"
TEXTS_TITLE = "文字部分"
TEXTS_HEAD = ("部分", "小节", "写什么", "正文（只写正文，另起一段按 Alt+Enter）", "字数")
CHECK_TITLE = "校验结果"
CHECK_HEAD = ("序号", "校验内容", "结果", "差额", "位置")
CHECK_OK = "√ 通过"
CHECK_ERROR = "× 不平"
CHECK_WARNING = "△ 请核对"
CHECK_OPEN = "… 待填写"
CHECK_DIFFERENCE = "差 "
CHECK_ALL = "√ 全部通过，可以上报"
CHECK_LEFT = "还有 {n} 项需要检查，先看第 {first} 项"
CHECK_FILLED = "{table}：各格均已填写（差额为未填格数）"
CHECK_TEXTS = "文字部分：各节均已填写（差额为未填节数）"
CHECK_LENGTH = "“{section}”不超过 {n} 字（差额为字数）"
CHECK_LINK = "查看"
CHECK_STRIP = "校验："
RELATION = {"==": "等于", ">=": "不小于", "<=": "不大于", ">": "大于", "<": "小于"}
SUM_RIGHT, DIFFERENCE_RIGHT = "各组成项之和", "各组成项相加减"
ASK_COUNT_TITLE = "请填整数"
ASK_COUNT = "这里只能填大于或等于 0 的整数，不带单位。没有的填 0。"
ASK_BALANCE = "这里只能填数，可以带小数，可以为负，不带单位。没有的填 0。"
ASK_PERCENT = "这里只填百分号前面的数，可以带小数，可以为负，例如 7.03。没有的填 0。"
ASK_CHANGE = "这里只能填整数，不带单位：增加的填正数，减少的填负数，没有增减的填 0。"
ASK_UPPER = "这里只能填 0 到 {upper} 的整数，不带单位，没有的填 0。填“2-1”这样的，软件会当成日期。"
ASK_AMOUNT_TITLE = "请填金额"
ASK_AMOUNT = "这里填大于或等于 0 的数，单位是万元，可以有小数。"
ASK_LEVEL = "请从列表中选择。"
ASK_YES = "只能选“是”，或者清空。"
LAST_YEAR = "{year}年（供参考，不用填）"
LAST_YEAR_OF = "上年：{label}"
FOOTER = "&C第 &P 页，共 &N 页"
EXTRAS = {"macros": "宏", "links": "对别的文件的链接"}
LOST = {
    "identity": "隐藏的单位标记",
    "names": " {n} 个格子的标记",
    "limits": " {n} 格的填写限制",
    "locks": " {n} 格的锁定设置",
}
# marked copies and lists of findings
SHEET_MARKS = "请改这几处"
MARKS_INTRO = "{unit}{year}年度报送：必须改正 {wrong} 处，请核实 {asked} 处。"
MARKS_HOW = (
    "点“位置”就到那一格：红色的必须改正；黄色的请核实，数字无误的写明情况即可。\n"
    "改好后颜色还在，不影响报送；各项是否平衡，看“校验”表。改完保存，按原来的办法报送。"
)
MARKS_SOURCE = "原文件：{file}。本表由审核软件按原报送重新生成，填报内容照旧，公式、锁定和表头已恢复。"
MARKS_HEAD = ("序号", "要求", "位置", "问题", "怎么改", "编号")
MARK_SEVERITY = {"error": "必须改正", "warning": "请核实", "info": "提示"}
MARK_PLACES = "{place} …共 {n} 格"
MARK_CHOICE = "都是 0：{place}"
MARK_CHOICE_HERE = "本表没填的都是 0 的，在这里选“是”即可，不必逐格填写。"
MARK_ANSWER = "说明情况：{place}"
MARK_ANSWER_HERE = "数字无误的，请在这里说明情况。"
MARK_EACH = {
    V_BLANK: "这一格没有填写。",
    N_BLANK: "这一节没有填写。",
}  # at one cell, where a finding is about many
MARK_CONVERTED = "{table}有 {n} 格填的不是纯数字，已改写为数字：{examples}。"
MARK_EXAMPLE = "“{typed}”改为 {read}"
MARK_CUT = "“{label}”超过 {limit} 个字，工作表放不下，只写入了前面的部分。"
MARK_CUT_ADVICE = "请按原文件补齐或精简。"
MARK_AUTHOR = "审核"
MARKED_SUFFIX = "请改正"


# What is said of cells and sheets that a return has besides.
UNSEEN = {
    "sheet": "工作表被隐藏", "row": "行被隐藏", "column": "列被隐藏", "colour": "字的颜色和底色相同", "format": "数字格式不显示数字",
}  # fmt: skip
NTH_TABLE = "第 {n} 个表格"
AT_CELL = "{cell} 是 "
SHOWN_AND_HELD = "{shown}（格里实际存的是 {held}）"
YEAR_SAID = r"(20\d\d|[二2][〇○零Oo0][〇○零Oo一二三四五六七八九\d]{2})\s*年|年度\s*[:：]\s*(20\d\d)"
WIDE = "字"  # as wide as any character
