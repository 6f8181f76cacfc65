"""Tell which number formats of cells show a date or a time."""

from __future__ import annotations

import re

DATE_IDS = frozenset(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
)  # numbers of built-in formats
_NOT_DATE_TEXT = re.compile(
    r'"[^"]*"|\[(?!h+\])[^\]]*\]|[\\_*].', re.I
)  # parts that are no codes; "[h]" is one
_DATE_LETTER = re.compile("[ymdh]", re.I)


def is_date_format(code: str) -> bool:
    """Whether a format text such as ``yyyy"年"m"月"`` shows a date or a time."""
    return _DATE_LETTER.search(_NOT_DATE_TEXT.sub("", code)) is not None
