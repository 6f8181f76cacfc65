"""The text and the data of one form file, kept together so that every complaint can name the line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from xltool.core.errors import FormError
from xltool.core.text.catalogue.forms import F_MANY, F_MISSING
from xltool.core.text.code import FindingCode


class FormSource:
    """A parsed form file; `table` is the id of the table being read, where lines are looked for."""

    def __init__(self, path: Path, text: str, data: dict[str, Any]) -> None:
        self.path, self.text, self.data = path, text, data
        self.table = ""

    @property
    def start(self) -> int:
        """Where the table that is being read begins in the text; 0 outside of tables."""
        begins = self.table and re.search(rf"\bid\s*=\s*[\"']{re.escape(self.table)}[\"']", self.text)
        return begins.start() if begins else 0

    def fail(self, code: FindingCode, needle: str = "", detail: str = "") -> FormError:
        """Make the error to raise, with the line where `needle` stands in the table being read.

        `detail` is what the sentence of `code` quotes, if not `needle`.
        """
        at = self.text.find(needle, self.start) if needle else self.start
        line = self.text.count("\n", 0, at) + 1 if at >= 0 else None
        return FormError(code, self.path, line, self.table, detail or needle)

    def need(self, data: dict[str, Any], key: str, kind: type = str) -> Any:
        """The required value of `key`, of `kind` and no empty text; raises FormError (``F-missing``)."""
        if not isinstance(data.get(key), kind) or data[key] == "":
            raise self.fail(F_MISSING, detail=key)
        return data[key]

    def many(self, data: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """All tables written as ``[[key]]``, perhaps none; raises FormError (``F-many``)."""
        items = data.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.fail(F_MANY, f"{key}]", key)
        return items
