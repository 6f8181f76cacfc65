"""The whole way from bytes to findings, on real workbooks changed at random: never an exception.

`test_read_xlsx` does the same to the reader alone; here damage gets past it, into labels, names,
formulas and figures that no program would write.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from support.damage import changed

from xltool.app.checking import Checker
from xltool.core.check.returned import STATUSES, CheckedReturn
from xltool.writing.lists.check_json import document as as_json
from xltool.writing.lists.findings_text import render


@pytest.mark.slow
@settings(max_examples=150)
@given(changed())
def test_nothing_but_findings_comes_out(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    file.write_bytes(data)
    found = Checker().check(file)
    assert found.status in STATUSES
    assert isinstance(found, CheckedReturn) or [f.severity for f in found.findings] == ["error"]
    assert render([found]) and as_json([found])["files"]
