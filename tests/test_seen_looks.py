"""What is seen is what is read: runs in the colour of what is behind them, and how pages and words look."""

from __future__ import annotations

import pytest
from support.dress import SOLID, T2_CELL, check_bytes, xlsx

from xltool.core.check.returned import CheckedReturn

WHITE = ['<color rgb="FFFFFFFF"/>', '<color theme="0"/>', '<color indexed="9"/>']


def said(data: bytes, name: str = "a.xlsx") -> tuple[str | None, list[str]]:
    """The figure of 行政许可, and the codes that ask for something there."""
    found = check_bytes(data, name)
    assert isinstance(found, CheckedReturn), found
    value = found.submission.values[T2_CELL]
    named = [str(f.code) for f in found.findings if T2_CELL in f.refs and f.severity != "info"]
    return None if value is None else str(value), named


def inline(*runs: tuple[str, str]) -> str:
    return 't="inlineStr"|<is>' + "".join(f"<r><rPr>{look}</rPr><t>{t}</t></r>" for look, t in runs) + "</is>"


@pytest.mark.parametrize("white", WHITE)
def test_white_runs_are_not_there_beside_others_and_hidden_alone(white: str) -> None:
    assert said(xlsx(T2_CELL, inline((white, "9"), ("", "12")))) == ("12", [])
    assert said(xlsx(T2_CELL, inline((white, "1"), (white, "2")))) == ("12", ["W-hidden"])
    assert said(xlsx(T2_CELL, inline((white, "12")), "|" + SOLID.format('rgb="FF1F4E78"') + "|")) == ("12", [])
