"""The code of a finding as a value that has its severity, sentence and advice with it.

Every code is a constant in a module of `catalogue` (``V_BLANK`` for ``V-blank``), so that mypy finds
a misspelt one.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]

# The argument `kind` of a sentence → its words, and what such a file is to be saved as.
_FILE_KINDS = {
    "empty": ("空文件", "table"),
    "pdf": ("PDF 文件", "original"),
    "ofd": ("版式文件（OFD）", "original"),
    "layout": ("版式文件", "original"),
    "ole": ("旧版 Office 的别的文件", "table"),
    "doc": ("旧版 Word 文档或 WPS 文字文档（.doc、.wps）", "document"),
    "docx": ("Word 文档", "document"),
    "rtf": ("RTF 文档（.rtf）", "document"),
    "odt": ("OpenDocument 文字文档（.odt）", "document"),
    "word-xml": ("XML 格式的文字文档", "document"),
    "pages": ("苹果电脑的 Pages 文档", "document"),
    "html": ("网页文件", "document"),
    "mht": ("单个文件的网页（.mht）", "document"),
    "ppt": ("演示文稿（.ppt、.pptx、.dps）", "original"),
    "drawing": ("绘图文件", "original"),
    "uof": ("标文通文件（UOF）", "original"),
    "excel-xml": ("XML 格式的表格", "table"),
    "numbers": ("苹果电脑的 Numbers 表格", "table"),
    "database": ("数据库文件（如 .mdb）", "table"),
    "xml": ("XML 文件", "table"),
    "text": ("文本文件（如 .csv）", "table"),
    "image": ("图片", "original"),
    "mail": ("邮件", "attachment"),
    "msg": ("Outlook 邮件（.msg）", "attachment"),
    "shortcut": ("快捷方式", "target"),
    "program": ("程序", "table"),
    "other": ("不认识的文件，也可能被加密软件加密", "table"),
}
_SAVE_AS = {
    "table": "请用 WPS 或 Excel 打开原报送表，另存为 .xlsx 后重发",
    "document": "请用 WPS 或 Word 打开，另存为 .docx 后重发；报送表请发 .xlsx",
    "original": "请发原来的文件：文档存为 .docx，表格存为 .xlsx",
    "attachment": "请把邮件里的附件存出来，直接报送附件",
    "target": "请发它指向的那个文件",
}


class FindingCode(str):
    """A code such as ``V-blank``; compares, sorts and prints as its text.

    `severity` is what a finding with it usually has; `text` and `advice` are templates filled with the
    finding's arguments ("" for a rule of a form, whose words are the form's).
    """

    __slots__ = ("advice", "severity", "text")
    severity: Severity
    text: str
    advice: str

    def __new__(cls, code: str, severity: Severity, text: str = "", advice: str = "") -> FindingCode:
        """Make a code, and enter it in the catalogue if it has a text."""
        self = super().__new__(cls, code)
        self.severity, self.text, self.advice = severity, text, advice
        if text:
            _CATALOGUE.setdefault(str(self), self)
        return self

    def wording(self, args: Mapping[str, str]) -> tuple[str, str]:
        """(sentence, advice) with `args` filled in; raises KeyError when one is missing."""
        kind = args.get("kind", "")
        words, way = _FILE_KINDS.get(kind, (kind, "table"))
        filled = {**args, "kind": words, "save_as": _SAVE_AS[way]}
        return self.text.format(**filled), self.advice.format(**filled)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle a code of the catalogue by its name, so that it stays one object; other codes whole."""
        if _CATALOGUE.get(str(self)) is self:
            return code_named, (str(self),)
        return FindingCode, (str(self), self.severity, self.text, self.advice)


_CATALOGUE: dict[str, FindingCode] = {}


def code_named(code: str) -> FindingCode:
    """The code of the catalogue with this text; raises KeyError when there is none."""
    if code not in _CATALOGUE:  # the catalogue imports this module, so it is loaded only here
        import_module("xltool.core.text.catalogue")
    return _CATALOGUE[code]
