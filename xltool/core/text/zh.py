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
GUIDE_BASIS = "依据：{basis}"
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
ASK_CHANGE = "这里只能填整数，不带单位：增加的填正数，减少的填负数，没有增减的填 0。"
ASK_UPPER_TITLE = "请核对数量"
ASK_UPPER = "这个数超过 {upper}，或被软件当成了日期。确实无误请选“是”，否则请改正。"
ASK_AMOUNT_TITLE = "请填金额"
ASK_AMOUNT = "这里填大于或等于 0 的数，单位是万元，可以有小数。"
ASK_LEVEL = "请从列表中选择。"
ASK_YES = "只能选“是”，或者清空。"

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
TITLE_YEAR, TITLE_YEARLY = "年", r"年(?:\s*度)?"
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
BOUNCE = "退信"  # in the subject of a provider's own letter; the others stand in its text
BOUNCE_TO = "无法发送到"
BOUNCE_REASON = "退信原因"
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

# reading texts: pieces of regular expressions are marked (r)
CLAUSE_ENDS = "，。；：！？\n"
SENTENCE_ENDS = "。！？\n"
ENUMERATOR = r"(?<=；)(?=[一二三四五六七八九十]+是|（[一二三四五六七八九十]+）)"  # (r) begins another subject
TIDY = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
SPOKEN = "一二两三四五六七八九十百千零〇"
SPOKEN_YEAR = r"二[〇○零Ｏ0]([〇○零一二三四五六七八九])([〇○零一二三四五六七八九])(?=年)"  # (r)
PIECES = "(?:人次|件次|[件条份宗起个项次例篇])"  # (r) what N件 stands for
UNITS = (  # (r)
    "(?:人次|件次|条次|篇次|批次|万元|[件条份宗起个项次例篇期部批则场户家人名幅张册页类组元版处所段集])"
)
NOT_UNIT = "年|月|日|号|时|分|室|楼|届|级|度|点|％|%"  # (r) a number followed by these counts no things
ORDINAL = "第〔"  # what follows these is a number of something, not a number of things
ABOUT_BEFORE = "将近|近|大约|(?<!预)约为?|超过|超|逾|不足|不到"  # (r)
ABOUT_AFTER = "余|多|来|几"
ABOUT_LAST = "左右|上下|以上|以下|以内"
SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
SPOKEN_PART = (  # (r)
    r"(?<![第十百千万\d一二两三四五六七八九])[一二两三四五六七八九十]+(?=[条件篇份](?![事龙件条款]))"
)
EVERYONE = (  # (r) whoever may apply
    r"(?:公民|自然人)、法人(?:和|或|或者|及|以及|、)?其他组织(?:的|提出的?|提交的?)?"
)

# lists that should add up (r)
LIST_OPENER = (
    "(?:其中|分别为|分别是|(?<=[，：；（])(?:内容)?(?:具体|主要)?(?:包括|包含|涵盖|含))"
    "[，：]?(?:主要)?(?:包括|包含|涵盖|有)?[：]?"
)
LIST_OPEN = (
    "等|主要|含|各|其余|剩余|其它|均|都|部分为|之一|以[上下内]|制发|修订|废止|失效"  # not all parts are said
)
LIST_COMPLETE = "包含|涵盖"  # holds a sign of an open list, but says all
LIST_AFTER_COUNT = "[^，；：（）。\\d]{0,12}"
LIST_AMONG = "[^，；：（）。\\d]{0,10}中[，：]"
LIST_END = (
    "另|此外|同时|合计|总计|累计|共计|一共|全年|下一步|截[至止]|(?<!公)共(?:有|收到|公开|发布|办理)?(?=\\d)|总数"
    "|行政复议|行政诉讼"
)
LIST_ASIDE = "同比|环比|较|比[上去前]|上年|上一年|去年|增长|增加|减少|下降|提高|占|上升|多于|少于|比例|率"
LIST_VERB = "发布|公开|收到|受理|办理|开展|组织|召开|推送|回复|回应|转发|印发|制定|举办|更新"
LIST_DIMENSIONS = (
    "自然人|法人|企业|科研机构|公益组织|律师|法律服务机构|个人",
    "办结|答复|予以公开|不予|无法提供|部分公开|结转|撤[销回]|维持|纠正|审结|其他处理|驳回",
    "网络|网上|线上|线下|信函|邮寄|当面|现场|邮件|传真|窗口",
)

# a count in such a clause may be only a part, or of another time (r)
COUNT_PART = (
    "其中|网[上络]|线[上下]|信函|邮寄|当面|现场|邮件|传真|窗口|平台|季度|[上下]半年|月份?|上年|上一年|去年|同比|增加|减少"
    "|增长|下降|较|比[上去2]|以来|累计|历年|平均|每|分别|各|另有|其余|剩余"
)

FIGURE_NEXT = r"(?:案件|案|申请)?\d"  # (r) after words that say none

# years (r)
YEAR = r"(?<!\d)(20\d\d)年"
PERIOD = r"(20\d\d)年1月1日[^，。；]{0,4}(?:至|到|—|－|-|~)[^，。；]{0,3}?(?:(20\d\d)年)?12月31日"
YEAR_TITLE = "《[^》]*》|“[^”]*”|〔[^〕]*〕"  # what stands in these is a name
YEAR_LEAD = "在|截至|截止|截止到|到|至"
YEAR_UNTIL = "截[至止]到?$"
YEAR_COMPARED = (
    "同比|上年|上一年|去年|往年|历年|近年|年来|以来|较|相比|比20|增长|增加|减少|下降|提升|提高|结转|规划|五年|连续"
    "|起|历史"
)
YEAR_OF = (
    "报告|年报|公报|决算|预算|要点|计划|方案|安排|考核|评估|测评|建议|提案|问题|整改|清单|印发|出台|修订|制定的|实施|施行"
    "|机构改革|成立|挂牌|财政|统计|目录|指南|版|标准|颁布|通过|任务|总结|审计|通报|考评|评价|清理"
)
YEAR_DONE = "度?(?:，|我|本|全|共|累计|主动公开|公开|制作|收到|受理|发布|制发|办理|办结|新增|更新)"
YEAR_LAW = "施行|修订|公布|通过|颁布|实施"
YEAR_REPORT = "度?政府信息公开(?:工作)?年度报告|度?政府信息公开(?:工作)?年报"

# names (r): what a unit calls itself → what stands in the name of one that may
_OWN = "(?:(?<!自)我|(?<![基根样成资文版标日书])本)"
SELF = {
    rf"{_OWN}局(?!部|限|面|势|域|长们)": "局",
    rf"{_OWN}镇": "镇",
    rf"{_OWN}乡(?!村|土|亲)": "乡",
    rf"{_OWN}街道": "街道",
    rf"{_OWN}厅": "厅",
    rf"{_OWN}委(?!托|派|任|培|员|屈)": "委",
    rf"{_OWN}中心(?!思|城|点|区|任)": "中心",
}
SELF_AREA = {rf"{_OWN}县(?!域|级)": "县", rf"{_OWN}区(?!域|间|块|别|位)": "区", rf"{_OWN}旗": "旗"}
AREAS = "省市县区旗盟州镇乡"
SELF_AREA_LEVELS = ("县级", "县级部门", "乡镇街道")
MAKER = (
    "本(?:年度|年)?报告(?:是)?由([^，。；（）“”]{4,30}?)(?:按照|根据|依据|依照|负责|编制|编写|对照|严格|结合)"
)
ORGAN_END = r"(?:局|委员会|委|办公室|中心|政府|办事处|厅|院|管委会|大队|支队|总队|公司|站|所|处|馆)$"
ORGAN_WORDS = "人民政府办公室委员会局中心处厅"  # in the name of any organ

# headings (r)
HEADING = r"^(?:[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十]+）)\s*(.+?)[。：:]?$"
HEADING_END = "情况"

# personal data
MASK = "*"

# slips of the pen nobody means (r) → what is meant
SLIPS = {
    "不子(?=公开|处理)": "不予",
    "予于(?=公开)": "予以",
    "三审三较|三申三校": "三审三校",
    "法律观(?!念|察|点|感|测)": "法律法规",
    "行政法复议": "行政复议",
    "行政诉颂|行政拆讼": "行政诉讼",
    "行政处法": "行政处罚",
    "年度止件": "年度废止件",
    "先行有效件": "现行有效件",
    "公开公作|公开工做": "公开工作",
    "依申清|依申请公升": "依申请公开",
    "信息公升|信息公幵|政务公升": "公开",
    "规犯性|规范姓文件": "规范性",
    "政府政府(?=情况)": "政府",
    "情况况|情情况": "情况",
    "勾机关系|勾嵇": "勾稽",
    "改情况，其进": "改进情况",
    "公众帐号": "公众账号",
    "通迅": "通讯",
    "布署": "部署",
    "统计期现": "统计期限",
    "政策解度": "政策解读",
    "新媒休": "新媒体",
    "年度报靠": "年度报告",
}
DOUBLED = (
    "问题", "精神", "情况", "部门", "群众", "单位", "制度", "机制", "内容", "平台", "渠道", "意识", "水平",
    "人员", "时间", "方面", "进行", "按照", "根据", "以及", "积极", "不断", "我们", "但是", "落实", "加强",
    "提高", "提升", "完善", "推进", "推动", "坚持", "围绕", "确保", "进一步", "能力", "质量", "效果", "措施",
    "申请人", "小组", "工作",
)  # fmt: skip
DOUBLED_MARKS = "，。；：、"

MAGNITUDE = r"(?<![\d.])(\d{6,})(?:\.\d+)?万余?(?=人?次|条|件|篇|人|个|期)"  # (r) nobody writes 3241654万次
NAMES_OF_ALL = "、"
READING = "“{label}”是 {figure}"
SAME_AS = "“{label}”"
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
