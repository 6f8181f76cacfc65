"""Codes about published reports that come back as returns: tables, titles, rows."""

from xltool.core.text.code import FindingCode

# fmt: off  (a code a paragraph: code and severity, what is wrong, what to do)
W_NO_TABLES = FindingCode(
    "W-no-tables",
    "error",
    "这个{kind}里没有报告的表格。",
    "只有文字的，请和填好的报送表放在一起，文件名相同；表格是图片的，请改填报送表。",
)
W_TABLES_MISSING = FindingCode(
    "W-tables-missing",
    "error",
    "报告里有表格没有认出：{missing}。",
    "请核对表格的行名和列名是否与官方格式一致。",
)
W_NO_TITLE = FindingCode(
    "W-no-title",
    "error",
    "没有找到报告的标题，看不出是哪个单位、哪一年的。",
    "标题应为“单位名称{title}”；标题里没有的，导入时用 --unit、--code、--year 写明。",
)
W_NO_OFFICE = FindingCode(
    "W-no-office",
    "error",
    "这是旧版 Word 文档或 WPS 文字文档（.doc、.wps），本机没有装 LibreOffice，读不出来。",
    "请用 WPS 或 Word 打开，另存为 .docx 后再读取。",
)
W_PICTURES = FindingCode(
    "W-pictures",
    "error",
    "报告里的表格是图片，读不出数字：{missing}。",
    "请改用报告的 Word 原稿（.docx）；没有的，请照图片填写报送表。",
)
W_TITLE_OTHER = FindingCode(
    "W-title-other",
    "warning",
    "报告标题写的是“{title}”，按命令里写明的“{given}”读取。",
    "请核对单位名称和年度。",
)
W_ROW_ABSENT = FindingCode(
    "W-row-absent",
    "warning",
    "{table}里没有“{label}”这一行，没有当作空白，也没有当作 0。",
    "请确认该行确实没有数字，报告应按官方格式保留这一行。",
)
W_ROWS_ABSENT = FindingCode(
    "W-rows-absent",
    "error",
    "{table}里少了 {n} 行，如“{labels}”，没有当作空白，也没有当作 0。",
    "请补齐缺少的行，没有的填 0；表格分成几张的，请连成一张。",
)
W_TABLE_UNEVEN = FindingCode(
    "W-table-uneven",
    "error",
    "{table}的行列没有对齐，有的数字不知道属于哪一栏，没有读取。",
    "请核对合并的单元格，使每一行的格数与官方格式一致，或改填报送表。",
)
W_FOLDED = FindingCode(
    "W-folded",
    "error",
    "{table}的“{group}”只印了一行（{figures}），是以前的格式，没有读取。",
    "请确认这些数是否应填在“{label}”，再按现行格式分行填写。",
)
