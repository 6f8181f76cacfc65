"""Codes about single figures."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
V_BLANK = FindingCode(
    "V-blank",
    "error",
    "{table}有 {n} 格没有填写，第一处是“{label}”。",
    "请逐格填写；没有的填 0，或在该表上方“本表未填写的数量均为 0”处选“是”。",
)
V_TEXT = FindingCode(
    "V-text",
    "error",
    "“{label}”填的是“{typed}”，不是一个数。",
    "请只填数字，不带单位和说明。",
)
V_SHOWN = FindingCode(
    "V-shown",
    "error",
    "“{label}”显示为“{typed}”，而格里实际存的是 {held}，看不出哪个数是要填的。",
    "请将该格的数字格式改为“常规”，重新填写数字。",
)
V_NEGATIVE = FindingCode(
    "V-negative",
    "error",
    "“{label}”填的是 {typed}，不能是负数。",
    "请核对后改为 0 或正数。",
)
V_AMOUNT = FindingCode(
    "V-amount",
    "warning",
    "“{label}”填的是 {typed}，数额很大。",
    "请对照表头的单位核对，是不是填成了元；确实如此的不用改。",
)
V_FRACTION = FindingCode(
    "V-fraction",
    "error",
    "“{label}”填的是 {typed}，数量应为整数。",
    "请改为整数。",
)
V_EXCEL_ERROR = FindingCode(
    "V-excel-error",
    "error",
    "“{label}”显示为错误值 {typed}。",
    "请清空该格，重新填写数字。",
)
V_DATE = FindingCode(
    "V-date",
    "error",
    "“{label}”的内容被软件当成了日期（{typed}）。",
    "请将该格格式改为“常规”，重新填写数字。",
)
V_FORMULA = FindingCode(
    "V-formula",
    "warning",
    "“{label}”里是公式（={typed}），按其结果 {read} 读取。",
    "请核对结果，并改为直接填写数字。",
)
V_LINK = FindingCode(
    "V-link",
    "error",
    "“{label}”里的公式（={typed}）取自别的文件或没有结果，无法核实。",
    "请直接填写数字。",
)
V_CONVERTED = FindingCode(
    "V-converted",
    "info",
    "“{label}”填的是“{typed}”，按 {read} 读取。",
)
V_ASKED = FindingCode(
    "V-asked",
    "warning",
    "“{label}”填的是“{typed}”，暂按 {read} 读取。",
    "请确认；不对的请改正。",
)
V_ZERO = FindingCode(
    "V-zero",
    "info",
    "{table}选了“本表未填写的数量均为 0”，{n} 个空格按 0 读取。",
)
