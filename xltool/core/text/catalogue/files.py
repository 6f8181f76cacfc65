"""Codes about returned files: what a file is, what was done to it, whose it is."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
W_MISSING_FILE = FindingCode(
    "W-missing-file",
    "error",
    "找不到“{path}”。",
    "请检查文件名和所在文件夹。",
)
W_NO_INPUT = FindingCode(
    "W-no-input",
    "error",
    "“{path}”里没有可以检查的文件。",
    "请放入报送表（.xlsx）或报送数据（.json）。",
)
W_NOT_WORKBOOK = FindingCode(
    "W-not-workbook",
    "error",
    "这是{kind}，不能直接读取。",
    "{save_as}。",
)
W_DAMAGED = FindingCode(
    "W-damaged",
    "error",
    "文件已损坏，打不开。",
    "请重新保存后再发一次。",
)
W_HOSTILE = FindingCode(
    "W-hostile",
    "error",
    "文件的结构不正常，为安全起见没有打开。",
    "请用本次下发的空白表重新填写。",
)
W_DLP = FindingCode(
    "W-dlp",
    "error",
    "文件被本单位的加密软件加密，打不开。",
    "请解密后再报送。",
)
W_ARCHIVE = FindingCode(
    "W-archive",
    "error",
    "这是压缩包，没有从中读到报送表。",
    "请解压后核对里面的工作簿；要整包核对的，用 .zip，里面不再套压缩包。",
)
W_ARCHIVE_PASSWORD = FindingCode(
    "W-archive-password",
    "error",
    "压缩包加了密码。",
    "请解压后核对里面的工作簿。",
)
W_NOT_SUBMISSION = FindingCode(
    "W-not-submission",
    "error",
    "这个 .json 文件不是报送数据。",
    "请使用本工具生成的报送数据文件。",
)
W_FORM_UNKNOWN = FindingCode(
    "W-form-unknown",
    "error",
    "没有“{form}”这种报表。",
    "请把该报表的文件夹放进当前文件夹的 templates 中，或用环境变量 XLTOOL_FORMS 指明。",
)
W_ADDRESS_UNKNOWN = FindingCode(
    "W-address-unknown",
    "error",
    "报送数据里有本报表没有的项目：{addresses}。",
    "请核对报表的版本。",
)
W_NOT_OUR_FORM = FindingCode(
    "W-not-our-form",
    "error",
    "没有认出报表的表格{missing}。",
    "请用本次下发的空白表填写，不要删改表头和行名。",
)
W_ROW_MISSING = FindingCode(
    "W-row-missing",
    "error",
    "{table}里找不到“{labels}”，这些行或列的数字没有读取。",
    "请恢复被删改的行名、列名，或用空白表重新填写。",
)
W_ROW_TWICE = FindingCode(
    "W-row-twice",
    "error",
    "{table}里有重复的行或列：{labels}。",
    "请只保留原来的一行（列），核对数字后再报送。",
)
W_MERGED = FindingCode(
    "W-merged",
    "error",
    "{table}有几格被合并在一起，看不出各是多少：{labels}。",
    "请取消合并，逐格填写。",
)
W_HEADING = FindingCode(
    "W-heading",
    "info",
    "{table}的表头有 {n} 处文字被改动，第一处应为“{label}”。",
)
W_EXTRA = FindingCode(
    "W-extra",
    "info",
    "文件里多了{things}，没有运行，也没有打开。",
)
W_LOST = FindingCode(
    "W-lost",
    "info",
    "与下发的表相比，少了{things}，多半是粘贴或另存时丢失的，不影响读取。",
)
W_VERSION = FindingCode(
    "W-version",
    "warning",
    "这张表是 {version} 版格式，而 {year} 年度应使用 {right} 版，已按 {version} 版读取。",
    "请确认是否用错了表，必要时用新表重新填写。",
)
W_FORM_VERSION = FindingCode(
    "W-form-version",
    "error",
    "这张表是 {version} 版格式，这里只有 {known} 版。",
    "请把该版本的报表文件夹放进当前文件夹的 templates 中，或更新软件。",
)
W_NOTE_OLD = FindingCode(
    "W-note-old",
    "info",
    "“{label}”的说明“{text}”是为改动前的数字写的，没有采用。",
    "数字无误的，请在表中重新说明。",
)
W_LABEL = FindingCode(
    "W-label",
    "warning",
    "{table}有 {n} 格的行名或列名被改动，已按格子的标记读取，第一处是“{label}”。",
    "请核对这些格子的数字，并恢复原来的行名、列名。",
)
W_NAME = FindingCode(
    "W-name",
    "warning",
    "{table}有 {n} 格可能被移动过，第一处是“{label}”：按行名列名在 {place}，标记却在 {named}。",
    "已按行名和列名读取，请核对这些格子的数字。",
)
W_UNLOCKED = FindingCode(
    "W-unlocked",
    "info",
    "工作表的保护已被解除：{sheets}。",
)
W_TOTAL = FindingCode(
    "W-total",
    "error",
    "“{label}”的公式被改成了数字 {typed}，而按各项计算应为 {read}。",
    "请核对各项和总计；报送数据已按 {read} 计算。",
)
W_TOTAL_TYPED = FindingCode(
    "W-total-typed",
    "info",
    "{table}有 {n} 个合计的公式被改成了数字，与计算结果相同，已恢复，第一处是“{label}”。",
)
W_FORMULA = FindingCode(
    "W-formula",
    "info",
    "{table}有 {n} 个合计的公式被改动，已按各项重新计算，第一处是“{label}”。",
)
W_STALE = FindingCode(
    "W-stale",
    "info",
    "{table}有 {n} 个合计显示的是旧数，已按各项重新计算，第一处是“{label}”。",
)
W_IDENTITY = FindingCode(
    "W-identity",
    "error",
    "表里几处单位信息不一致：{detail}。",
    "请确认这是本单位的表，用本次下发的空白表重新填写。",
)
W_NO_IDENTITY = FindingCode(
    "W-no-identity",
    "warning",
    "表里的单位标记已丢失，单位按“基本信息”读取。",
    "请确认单位和年度无误。",
)
W_UNIT_UNKNOWN = FindingCode(
    "W-unit-unknown",
    "error",
    "看不出这张表是哪个单位、哪一年的，缺少：{lost}。",
    "请用本次下发给本单位的表填写。",
)
W_TOKEN = FindingCode(
    "W-token",
    "warning",
    "校验码与单位、年度对不上，可能不是本次下发的表。",
    "请确认单位和年度无误。",
)
W_PRIOR = FindingCode(
    "W-prior",
    "info",
    "没有上年报送数据，未核对跨年关系。",
)
