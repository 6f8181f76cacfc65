"""The whole way from bytes to findings, on real workbooks changed at random: never an exception.

`test_read_xlsx` does the same to the reader alone; here damage gets past it, into labels, names,
formulas and figures that no program would write.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from support.damage import changed
from support.returns import checked

from xltool.writing.lists.check_json import document as as_json
from xltool.writing.lists.findings_text import render

# what may stand between tags: numbers no cell holds, references, formulas, marks of identity


@settings(max_examples=150)
@given(changed())
def test_nothing_but_findings_comes_out(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    file.write_bytes(data)
    intake: Any = checked(file)
    assert intake.status in ("accepted", "accepted_with_warnings", "rejected", "unreadable")
    assert intake.submission is not None or [f.severity for f in intake.findings] == ["error"]
    assert render([intake]) and as_json([intake])["files"]
