"""Codes about the texts of a report."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
N_BLANK = FindingCode(
    "N-blank",
    "error",
    "文字部分有 {n} 节没有填写，第一处是“{label}”。",
    "请填写正文；没有相关情况的也要写明“无”。",
)
N_CONTROL = FindingCode(
    "N-control",
    "error",
    "“{label}”里有不能打印的字符（{characters}）。",
    "请删除这些字符，多半是从别处粘贴时带来的。",
)
N_BESIDE = FindingCode(
    "N-beside",
    "info",
    "有 {n} 节文字取自同名的 Word 文件“{file}”。",
)
N_BESIDE_NONE = FindingCode(
    "N-beside-none",
    "warning",
    "同名的 Word 文件“{file}”里没有按官方标题找到文字，没有采用。",
    "请按“一、总体情况”“（一）主动公开情况”等官方标题分节。",
)
N_BESIDE_DIFFERS = FindingCode(
    "N-beside-differs",
    "warning",
    "文字部分与同名的 Word 文件“{file}”不同，用的是工作表里的文字，第一处是“{label}”。",
    "请确认以哪一份为准。",
)
N_TITLE = FindingCode(
    "N-title",
    "warning",
    "标题“{found}”与官方格式不同，应为“{label}”。",
    "请改用官方标题。",
)
N_PART = FindingCode(
    "N-part",
    "warning",
    "“{label}”里没有{labels}。",
    "请按官方格式分五个方面写，没有相关情况的也要写明。",
)
N_OUTSIDE = FindingCode(
    "N-outside",
    "info",
    "{table}的表外还有文字，没有列入报送数据：“{text}”。",
)
N_BOUND_UNKNOWN = FindingCode(
    "N-bound-unknown",
    "error",
    "“{label}”里的 {typed} 没有对应的数字。",
    "请核对花括号里的编号或名称；不是要引用数字的，请去掉花括号。",
)
N_BOUND_BLANK = FindingCode(
    "N-bound-blank",
    "error",
    "“{label}”里的 {typed} 引用的“{cell}”没有数字。",
    "请先填好那一格。",
)
N_COUNT = FindingCode(
    "N-count",
    "warning",
    "“{label}”写的是“{quote}”，而表中{held}。",
    "请核对，使文字与表格一致。",
)
N_LIST = FindingCode(
    "N-list",
    "warning",
    "“{label}”写的是“{quote}”，而所列各项 {parts}＝{sum}，不等于 {whole}。",
    "请核对总数和各项；只举其中几项的，请写“主要有”或“等”。",
)
N_YEAR = FindingCode(
    "N-year",
    "warning",
    "“{label}”写的是“{quote}”，而本报告是 {year} 年度的。",
    "请核对是否沿用了往年的文字。",
)
N_PERIOD = FindingCode(
    "N-period",
    "warning",
    "“{label}”写的是“{quote}”，统计期限应为 {year} 年1月1日至12月31日。",
    "请改正。",
)
N_BASIS = FindingCode(
    "N-basis",
    "warning",
    "“{label}”写的是“{quote}”，引用的文件已被代替。",
    "现行格式的依据是{basis}，请改正。",
)
N_HEADING = FindingCode(
    "N-heading",
    "warning",
    "“{label}”的正文里写了标题：{quote}。",
    "标题由报告自动加上，请只写正文。",
)
N_HEADING_OTHER = FindingCode(
    "N-heading-other",
    "warning",
    "“{label}”的正文里有别的部分的标题：{quote}。",
    "请把那一部分的文字移到它自己的格子里。",
)
N_SELF = FindingCode(
    "N-self",
    "warning",
    "“{label}”写的是“{quote}”，而填报单位是{unit}，不应称“{word}”。",
    "请核对是否用了别的单位的文字。",
)
N_NAME = FindingCode(
    "N-name",
    "warning",
    "“{label}”写的是“{quote}”，其中的“{word}”不是填报单位{unit}。",
    "请核对单位名称。",
)
N_IDENTITY = FindingCode(
    "N-identity",
    "warning",
    "“{label}”里有公民身份号码（{quote}）。",
    "公开前请删去或隐去个人信息。",
)
N_MOBILE = FindingCode(
    "N-mobile",
    "warning",
    "“{label}”里有手机号码（{quote}）。",
    "个人手机号码请删去；联系方式请写办公电话。",
)
N_SLIP = FindingCode(
    "N-slip",
    "warning",
    "“{label}”写的是“{quote}”，“{typed}”可能是“{meant}”之误。",
    "请核对。",
)
N_DOUBLE = FindingCode(
    "N-double",
    "warning",
    "“{label}”里有重复的字：“{quote}”。",
    "请删去多余的。",
)
N_MAGNITUDE = FindingCode(
    "N-magnitude",
    "warning",
    "“{label}”写的是“{quote}”，数字大得不合常理。",
    "请核对数字和单位。",
)
N_RARE = FindingCode(
    "N-rare",
    "info",
    "“{label}”里有仿宋_GB2312 等字体没有的字：{quote}。",
    "打印前请看看这些字的样子。",
)
N_ABSENT = FindingCode(
    "N-absent",
    "warning",
    "“{label}”没有写到{what}。",
    "没有发生的也要写明。",
)
N_PROBLEM = FindingCode(
    "N-problem",
    "warning",
    "“{label}”没有写到{what}。",
    "请写当年的具体问题和相应的改进措施。",
)
N_LENGTH = FindingCode(
    "N-length",
    "warning",
    "“{label}”共 {n} 字，超过 {most} 字。开头是“{quote}”。",
    "请压缩，原则上不超过 {most} 字。",
)
N_DONE = FindingCode(
    "N-done",
    "warning",
    "“{label}”写的是“{quote}”，而表中还有 {figure} 件结转下年度继续办理。",
    "请核对，使文字与表格一致。",
)
N_FEE = FindingCode(
    "N-fee",
    "warning",
    "“{label}”写的是“{quote}”，而表中有 {figure} 件申请因逾期未按收费通知缴费不再处理。",
    "请写明发出收费通知的件数和金额、实际收取的金额。",
)
N_PREFACE = FindingCode(
    "N-preface",
    "warning",
    "“{label}”写的是“{quote}”，{what}。",
    "请按官方格式写明报告的内容。",
)
N_CONTACT = FindingCode(
    "N-contact",
    "warning",
    "“{label}”写的是“{quote}”，与登记的“{known}”不同。",
    "请核对联系电话和地址。",
)
N_DATE = FindingCode(
    "N-date",
    "warning",
    "报告的日期是“{quote}”，晚于规定的公布期限（{due}）。",
    "请核对日期；应在期限前公布。",
)
N_SAME = FindingCode(
    "N-same",
    "warning",
    "{labels}与上年报告几乎一样。",
    "请写本年的情况，不要与上年雷同。",
)
