"""Codes about reports that cannot be made."""

from xltool.core.text.code import FindingCode

# fmt: off  (each code: its text, severity, what is wrong, what to do)
R_ERRORS = FindingCode(
    "R-errors",
    "error",
    "{unit}的报送还有 {n} 处错误，没有生成报告。",
    "请先用 xltool check 查看并改正；只要草稿的，加上 --draft。",
)
R_TEXT_MISSING = FindingCode(
    "R-text-missing",
    "error",
    "{unit}的报送缺少正文：{labels}，没有生成报告。",
    "请补齐文字部分；只要草稿的，加上 --draft。",
)
R_CHARACTER = FindingCode(
    "R-character",
    "error",
    "“{where}”里有文档不能容纳的字符（{found}）。",
    "请删除后再生成报告。",
)
R_TEMPLATE = FindingCode(
    "R-template",
    "error",
    "Word 模板不能使用：{detail}。",
    "请恢复随软件提供的模板，或改正后再试。",
)
R_DIFFERS = FindingCode(
    "R-differs",
    "error",
    "生成的报告与报送数据不一致：{where} 应为“{meant}”，却是“{found}”。",
    "没有保存这份报告；请检查 Word 模板的标记是否被改动。",
)
R_NO_OFFICE = FindingCode(
    "R-no-office",
    "error",
    "这台电脑没有 LibreOffice，不能直接生成 PDF。",
    "请用 WPS 打开 Word 报告，选“文件”→“输出为 PDF”。",
)
R_PDF = FindingCode(
    "R-pdf",
    "error",
    "LibreOffice 没有生成 PDF（{detail}）。",
    "请关闭正在运行的 LibreOffice 再试，或用 WPS 打开 Word 报告，选“文件”→“输出为 PDF”。",
)
