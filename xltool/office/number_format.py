"""Which number formats show a date or a time; what the readers of every file family ask."""

from __future__ import annotations

import re

DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))  # built in
_NOT_DATE_TEXT = re.compile(r'"[^"]*"|\[(?!h+\])[^\]]*\]|[\\_*].', re.I)  # all but codes and "[h]"
_DATE_LETTER = re.compile("[ymdh]", re.I)


def is_date_format(code: str) -> bool:
    """Whether the format text (``yyyy"年"m"月"``) is one for dates or times."""
    return _DATE_LETTER.search(_NOT_DATE_TEXT.sub("", code)) is not None
