"""Codes about sums of many returns."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
A_TWICE = FindingCode(
    "A-twice",
    "error",
    "{unit}与{other}是同一个单位（代码 {code}），没有汇总。",
    "请只保留一份；是两个单位的，改正代码或名称。",
)
A_FORMS = FindingCode(
    "A-forms",
    "error",
    "{unit}的报送是 {form}，其他的是 {other}，不能汇总在一起。",
    "请分开汇总。",
)
A_YEARS = FindingCode(
    "A-years",
    "error",
    "{unit}的报送是 {year} 年度，其他的是 {other} 年度，不能汇总在一起。",
    "请分开汇总。",
)
A_NOTHING = FindingCode(
    "A-nothing",
    "error",
    "没有可以汇总的报送。",
    "请核对文件，或去掉 --exclude、--accepted-only。",
)
A_ERRORS = FindingCode(
    "A-errors",
    "error",
    "{unit}的报送有 {n} 处错误，已计入汇总，合计可能不准。",
    "请退回改正后重新汇总；暂不计入的，用 --exclude 或 --accepted-only。",
)
A_BLANK = FindingCode(
    "A-blank",
    "warning",
    "{unit}有 {n} 格没有数，汇总时没有计入，第一处是“{label}”。",
    "请该单位补填后重新汇总。",
)
A_MISSING = FindingCode(
    "A-missing",
    "warning",
    "名册中有 {n} 个单位没有报送，没有计入：{units}。",
    "请催报，或在说明中写明汇总范围。",
)
A_STRANGER = FindingCode(
    "A-stranger",
    "warning",
    "有 {n} 个单位不在名册中，已计入：{units}。",
    "请核对名册；不应计入的，用 --exclude。",
)
A_EXCLUDED = FindingCode(
    "A-excluded",
    "info",
    "{unit}没有计入：{reason}。",
)
A_OVERRIDE = FindingCode(
    "A-override",
    "info",
    "“{label}”各单位合计 {total}，公布 {figure}，差 {difference}：{reason}。",
)
A_UNREADABLE = FindingCode(
    "A-unreadable",
    "error",
    "“{path}”读不出来，没有计入：{reason}。",
    "请单位重发后重新汇总。",
)
A_OWN = FindingCode(
    "A-own",
    "warning",
    "“{path}”是汇总单位自己的数据，没有计入。",
    "多半是上次的汇总结果，请移到别的文件夹。",
)
A_EXCLUDE = FindingCode(
    "A-exclude",
    "error",
    "没有“{unit}”这个单位，不能排除。",
    "请用单位代码或全称。",
)
A_EXCLUDE_REASON = FindingCode(
    "A-exclude-reason",
    "error",
    "“{given}”没有写明原因。",
    "请写成 代码=原因，例如 --exclude 012=与某某局合并。",
)
A_OVERRIDE_FILE = FindingCode(
    "A-override-file",
    "error",
    "调整表“{path}”不能读取：{detail}。",
    "应为 .xlsx 或 .csv，第一行是列名：项目、公布数、说明。",
)
A_OVERRIDE_LINE = FindingCode(
    "A-override-line",
    "error",
    "调整表“{path}”第 {line} 行：{detail}。",
    "请改正后再试。",
)
A_TEXTS = FindingCode(
    "A-texts",
    "error",
    "“{path}”里没有可用的文字部分。",
    "请给出报送数据（.json），文字写在其中的 texts 里。",
)
A_SUFFIX = FindingCode(
    "A-suffix",
    "error",
    "“{path}”应以 .xlsx 或 .json 结尾。",
)
A_INTO = FindingCode(
    "A-into",
    "error",
    "“{path}”填不进去：{detail}。",
    "请核对是不是上级下发的 .xlsx 汇总表。",
)
A_INTO_TABLE = FindingCode(
    "A-into-table",
    "error",
    "没有找到“{table}”，缺少“{label}”等 {n} 格。",
)
A_INTO_ITSELF = FindingCode(
    "A-into-itself",
    "error",
    "结果不能写回“{path}”。",
    "请用 -o 另给一个文件名。",
)
A_DRAFT = FindingCode(
    "A-draft",
    "info",
    "汇总有错误或文字部分不全，报告首行注明“草稿”。",
    "文字部分用 --data 给出。",
)
