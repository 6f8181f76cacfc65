"""The code of a finding as a value that has its severity, sentence and advice with it.

Every code is a constant in a module of `catalogue` (``V_BLANK`` for ``V-blank``), so that mypy finds
a misspelt one.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]

_FILE_KINDS = {  # words for the argument `kind` of a sentence
    "empty": "空文件",
    "pdf": "PDF 文件",
    "ole": "旧版 Office 的别的文件",
    "doc": "旧版 Word 文档（.doc）",
    "html": "网页文件",
    "xml": "XML 文件",
    "text": "文本文件（如 .csv）",
    "image": "图片",
    "docx": "Word 文档",
    "other": "不认识的文件，也可能被加密软件加密",
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
        filled = {**args, "kind": _FILE_KINDS.get(kind, kind)}
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
