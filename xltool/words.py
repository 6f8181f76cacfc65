"""The fixed Chinese words of workbooks and forms: what is printed around the official tables.

Sentences about findings are in `messages`; what belongs to one form is in its folder.
"""

from datetime import date

SONG, HEI, FANG = "宋体", "黑体", "仿宋"  # fonts every Chinese PC has

YES = "是"
ZERO_CHOICE = "本表未填写的数量均为 0"
ZERO_CHOICE_HINT = "确认本表没有填写的格子都是 0 时，请选“是”；选“是”以前，空格按未填写处理。"
NOTE = "如“{statement}”未通过而数字无误，请说明情况："

SHEET_GUIDE = "填报说明"
SHEET_INFO = "基本信息"
SHEET_TEXTS = "文字部分"
SHEET_CHECK = "校验"

CODE_LINE = "填报单位：{name}（{code}）　年度：{year}　表号：{form}　校验码：{check}"
MEASURE = "计量单位：{measure}"

GUIDE_TITLE = "{form}填报说明"
GUIDE_BASIS = "依据：《中华人民共和国政府信息公开工作年度报告格式》（{basis}）"
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
CHECK_LEFT = "还有 {n} 项需要检查"
CHECK_FILLED = "{table}：各格均已填写（差额为未填格数）"
CHECK_TEXTS = "文字部分：各节均已填写（差额为未填节数）"
CHECK_LINK = "查看"
CHECK_STRIP = "校验："

RELATION = {"==": "等于", ">=": "不小于", "<=": "不大于"}
SUM_RIGHT = "各组成项之和"

ASK_COUNT_TITLE = "请填整数"
ASK_COUNT = "这里只能填大于或等于 0 的整数，不带单位。没有的填 0。"
ASK_UPPER_TITLE = "请核对数量"
ASK_UPPER = "这个数超过 {upper}，或被软件当成了日期。确实无误请选“是”，否则请改正。"
ASK_AMOUNT_TITLE = "请填金额"
ASK_AMOUNT = "这里填大于或等于 0 的数，单位是万元，可以有小数。"
ASK_LEVEL = "请从列表中选择。"
ASK_YES = "只能选“是”，或者清空。"
PROMPT_COUNT_TITLE = "填写说明"
PROMPT_COUNT = "浅黄色格子填整数；没有的填 0。"

LAST_YEAR = "{year}年（供参考，不用填）"
LAST_YEAR_OF = "上年：{label}"

FOOTER = "&C第 &P 页，共 &N 页"

ROSTER = {
    "code": "单位代码",
    "name": "单位名称",
    "level": "单位类别",
    "email": "邮箱",
    "contact": "联系人",
    "phone": "电话",
    "former": "曾用名",
}
EXTRAS = {"macros": "宏", "links": "对别的文件的链接"}
LOST = {
    "identity": "隐藏的单位标记",
    "names": " {n} 个格子的标记",
    "limits": " {n} 格的填写限制",
    "locks": " {n} 格的锁定设置",
}
DRAFT = "草稿"
NOTHING = "（空）"
CHARACTERS = "{n} 字"
CHANGED = "与上次报送相比改了 {n} 处：{changes}"
CHANGE = "“{label}”{before} → {after}"
STYLE_ABSENT = "缺少样式“{name}”"
DATE_BEYOND = "{serial}（日期）"
DATE = r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?"  # as people type one
NUMBER_WORDS_ZERO = ("无", "—", "-", "―", "－", "/", "没有", "零", "〇")
COUNT_UNITS = ("件", "条", "个", "份", "项", "次", "宗", "起")
AMOUNT_UNITS = ("万元", "（万元）")
YUAN = "元"
MULTIPLES = (("万", 10000), ("千", 1000), ("百", 100))


_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def spoken_number(text: str) -> int | None:
    """三 → 3, 十二 → 12, 一百零五 → 105; None for anything else."""
    if not text or any(c not in "十百千" and c not in _DIGITS for c in text):
        return None
    total, digit = 0, None
    for character in text:
        if character in _DIGITS:
            if digit:  # 三四 is no number
                return None
            digit = _DIGITS[character]
        else:
            unit = {"十": 10, "百": 100, "千": 1000}[character]
            total += (1 if digit is None and not total else digit or 0) * unit
            digit = None
    return total + (digit or 0)


def digit(character: str) -> int:
    """One digit, written either way."""
    return _DIGITS[character] if character in _DIGITS else int(character)


# published reports, as people write them
HEADING_STYLE = "标题"  # as Chinese programs name the style
DIGITS = "零〇一二三四五六七八九十"
AFTER_NUMBER = "、.．，,:："
AFTER_HEADING = "。.．:：，,；;"
AROUND_UNIT = " \u3000《》“”\"'|_—-"
YEAR, YEARLY = "年", r"年(?:\s*度)?"
SITUATION, SITUATIONS = "情况", "工作情况|情况|工作|方面"

# faces by role: title, body, （一）, 一、, tables and page numbers
FONT_SETS = {
    "gb2312": ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", HEI, SONG),
    "system": (SONG, FANG, "楷体", HEI, SONG),
    "fangzheng": ("方正小标宋_GBK", "方正仿宋_GBK", "方正楷体_GBK", "方正黑体_GBK", "方正书宋_GBK"),
}
FONT_ALTERNATES = (
    ("方正小标宋简体", "宋体"),
    ("仿宋_GB2312", "仿宋"),
    ("楷体_GB2312", "楷体"),
    (HEI, "SimHei"),
    (SONG, "SimSun"),
    (FANG, "FangSong"),
    ("楷体", "KaiTi"),
    ("方正小标宋_GBK", "宋体"),
    ("方正仿宋_GBK", "仿宋"),
    ("方正楷体_GBK", "楷体"),
    ("方正黑体_GBK", "黑体"),
    ("方正书宋_GBK", "宋体"),
)

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
MARK_ANSWER = "说明情况：{place}"
MARK_ANSWER_HERE = "数字无误的，请在这里说明情况。"
MARK_EACH = {"V-blank": "这一格没有填写。", "N-blank": "这一节没有填写。"}  # on one of many cells
MARK_CONVERTED = "{table}有 {n} 格填的不是纯数字，已改写为数字：{examples}。"
MARK_EXAMPLE = "“{typed}”改为 {read}"
MARK_CUT = "“{label}”超过 {limit} 个字，工作表放不下，只写入了前面的部分。"
MARK_CUT_ADVICE = "请按原文件补齐或精简。"
MARK_AUTHOR = "审核"
MARKED_SUFFIX = "请改正"
FINDINGS_TITLE = "审核情况"
FINDINGS_HEAD = ("单位", "文件", "要求", "位置", "问题", "建议", "原值", "应为", "差额", "编号")
FINDINGS_SUM = "汇总"
FINDINGS_SUM_HEAD = ("单位", "文件", "结论", "必须改正", "请核实", "提示")
FINDINGS_WHAT = "问题和建议"
NO_FINDINGS = "无问题"
UNIT_UNKNOWN = "（未能读出）"

# rounds
AUTO_REPLY = "自动回复"
BIG_ATTACHMENT_HOSTS = (
    "mail.qq.com/cgi-bin/ftnExs_download",
    "wx.mail.qq.com/ftn/download",
    "mail.163.com/large-attachment-download",
    "dashi.163.com/html/cloud-attachment-download",
    "edisk.qiye.163.com",
)
LETTER_FILE = "信件.txt"
LIST_FILE = "发送清单.xlsx"
LIST_HEAD = ("单位代码", "单位名称", "收件人", "主题", "邮件文件", "附件")
DAY = "{year}年{month}月{day}日"


def day(when: date) -> str:
    """A date as official letters write it."""
    return DAY.format(year=when.year, month=when.month, day=when.day)


ROUND_STATES = {
    "unsent": "未发",
    "sent": "已发",
    "bounced": "退信",
    "held": "待认领",
    "rejected": "退回修改（{n}）",
    "accepted": "已接受",
    "accepted-warnings": "已接受（有提醒）",
    "late": "逾期（{n} 天）",
}
ROUND_NEXT = {
    "send": "发送报送表",
    "wait": "等待报送",
    "remind": "催报",
    "address": "核对邮箱后重发",
    "claim": "认领收到的文件",
    "return": "退回修改",
    "newer": "后来又报了一份有错误的，请与单位核对",
    "report": "可以生成报告",
}
ROUND_LATE = "逾期 {n} 天"
ROUND_COLUMNS = ("单位代码", "单位名称", "状态", "版本", "最近联系", "下一步")
ROUND_SUMMARY = "共 {n} 个单位"
ROUND_OUTCOMES = {
    "taken": "已收",
    "same": "与已收的相同",
    "again": "以前收过",
    "blank": "空白表原样退回",
    "held": "待认领",
    "refused": "不收",
    "bounce": "退信",
    "auto": "自动回复",
    "report": "投递报告",
    "no-file": "邮件里没有附件",
    "link": "只有网盘或超大附件链接，请对方直接附上文件",
    "skipped": "不是报送文件，跳过",
    "unread": "读不出来",
    "missing": "找不到",
}
ROUND_REASONS = {
    "no-mark": "文件里没有单位标记",
    "not-in-roster": "名册中没有这个单位",
    "disagree": "单位标记、发件人、主题或文件名不一致",
    "foreign-token": "校验码不是本次下发的",
    "one-clue": "只有文件里的单位代码，没有别的依据",
    "no-token": "校验码已丢失，按代码和其他依据认定",
    "stranger": "发件邮箱不在名册中",
    "other-form": "不是本次的报表",
    "other-year": "不是本年度的报表",
    "too-big": "文件太大",
}
ROUND_KINDS = {state: text.partition("（{n}")[0] for state, text in ROUND_STATES.items()}
ROUND_MADE = "已建立，共 {n} 个单位，其中 {mails} 个有邮箱。下一步：xltool round make"
NO_ADDRESS = "名册中没有邮箱"
MAIL_STATES = {
    "sent": "已发出（未收到退信）",
    "retry": "对方服务器暂不接收，下次再发",
    "failed": "发送失败",
    "stop": "服务器要求停止，余下的没有发",
    "unknown": "是否发出不能确定，请查看“已发送”后处理",
}
BOARD_TITLE = "{year}年{form}报送情况"
BOARD_DEADLINE = "截止日期：{day}　制表日期：{today}"
ZIP_FILE = "全部报告.zip"


def round_state(state: str, n: int) -> str:
    """A unit's state in the office's words."""
    return ROUND_STATES[state].format(n=n)


# outputs of a report
CSV_HEAD = ("单位代码", "单位名称", "年度", "编号", "表", "项目", "数")
FRAGMENT_SUFFIX = "网页正文"
# official faces → what may be installed instead, best first
FONT_SUBSTITUTES = (
    (
        ("方正小标宋简体", "方正小标宋_GBK", "小标宋"),
        (
            "方正小标宋简体",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05S",
            "Noto Serif CJK SC SemiBold",
            "Noto Serif CJK SC",
        ),
    ),
    (
        ("仿宋_GB2312", "仿宋", "FangSong", "方正仿宋_GBK"),
        ("仿宋_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "FandolFang", "Noto Serif CJK SC"),
    ),
    (
        ("楷体_GB2312", "楷体", "KaiTi", "方正楷体_GBK"),
        ("楷体_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "FandolKai", "AR PL UKai CN", "LXGW WenKai"),
    ),
    (("黑体", "SimHei", "方正黑体_GBK"), ("黑体", "SimHei", "方正黑体_GBK", "Noto Sans CJK SC")),
    (("宋体", "SimSun", "方正书宋_GBK"), ("宋体", "SimSun", "方正书宋_GBK", "Noto Serif CJK SC")),
)

# sums
STOP = "。"
SUM_UNIT = "各单位汇总"
OVERRIDE_COLUMNS = ("项目", "公布数", "说明")
SUM_TITLE = "{unit}{year}年{form}汇总情况"
SUM_SHEET = "汇总情况"
SUM_COUNTS = {
    "in": "计入单位（个）",
    "missing": "未报送（个）",
    "out": "不计入（个）",
    "errors": "计入但有错误（个）",
}
SUM_MISSING = ("一、未报送的单位", "没有。", "单位代码", "单位名称", "单位类别")
SUM_OUT = ("二、不计入的单位", "没有。", "单位代码", "单位名称", "原因")
SUM_FINDINGS = ("三、审核情况", "没有问题。", "级别", "项目", "情况", "建议")
SUM_LINE = "{unit}　{year}年度　由 {n} 个单位汇总　计量单位：{measure}"
SUM_CHANGED = "黄色：与各单位合计不同，见“公布数调整”。"
SUM_CHANGES = "公布数调整"
SUM_CHANGES_HEAD = ("项目", "编号", "各单位合计", "公布数", "差", "说明")
SUM_CHARTS = "图表"
SUM_YEARS = ("本年", "上年")
SUM_BAR = "{label} 本年 {now}、上年 {last}"
PICTURE = "图{n}　{title}"
SUM_OTHERS = "其他 {n} 个单位"
SUM_NO_BARS = "均为 0"
SUM_ALT = "{title}：{bars}。"
SUM_UNITS = "单位名单"
SUM_UNITS_HEAD = ("单位代码", "单位名称", "单位类别", "汇总", "错误", "提醒", "原因")
SUM_STATES = {"in": "计入", "errors": "计入，有错误", "out": "不计入", "missing": "未报送"}
SUM_ROWS = "（各单位）"
SUM_ROWS_CODES = ("", "编号")
SUM_ROWS_HEAD = ("单位代码", "单位名称")
SUM_TOTAL = "合计"
