"""The whole way from bytes to findings, on real workbooks changed at random: never an exception.

`test_read_xlsx` does the same to the reader alone; here damage gets past it, into labels, names,
formulas and figures that no program would write.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from conftest import SAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st

from xltool.app.checking import Checker
from xltool.core.check.returned import STATUSES, CheckedReturn
from xltool.writing.lists.check_json import document as as_json
from xltool.writing.lists.findings_text import render

SOUND = next(path for path in (SAMPLES / "returned").iterdir() if path.name.startswith("ok"))
TOKEN = re.compile(rb"<[^<>]*>|[^<>]+")
# what may stand between tags: numbers no cell holds, references, formulas, marks of identity
ODD = [
    b"", b"0", b"-1", b"1e308", b"1e-400", b"nan", b"inf", b"99999999999999999999", b"A1", b"$XFD$1048576", b"#REF!",
    b"SUM(A1:XFD1048576)", b"SUM(A1,A1)", b"SUM(D7:D6)", b"'", b"zfxxgknb-9999|1|x|y|z", b"||||", b"2025",
    "\u202e一、本年新收政府信息公开申请数量".encode(), "（七）总计".encode(), b"&#9;", b"&amp;", "是".encode(),
]  # fmt: skip


def parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = parts(SOUND)
XML = sorted(name for name in PARTS if name.endswith(".xml") and "theme" not in name and "styles" not in name)


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """The sound return with some tokens of its XML dropped, doubled, swapped or replaced."""
    made = dict(PARTS)
    for name in draw(st.lists(st.sampled_from(XML), min_size=1, max_size=3, unique=True)):
        tokens = TOKEN.findall(made[name])
        for _ in range(draw(st.integers(1, 12))):
            at = draw(st.integers(0, len(tokens) - 1))
            other = draw(st.integers(0, len(tokens) - 1))
            action = draw(st.sampled_from(["text", "text", "text", "swap", "attribute", "drop", "double"]))
            is_tag = tokens[at].startswith(b"<")
            if action == "text" and not is_tag:
                tokens[at] = draw(st.sampled_from(ODD))
            elif action == "swap" and is_tag == tokens[other].startswith(b"<"):
                tokens[at], tokens[other] = tokens[other], tokens[at]
            elif action == "attribute" and is_tag:
                odd = draw(st.sampled_from(ODD)).replace(b"'", b"")
                tokens[at] = re.sub(rb'"[^"]*"', b'"' + odd.replace(b"\\", b"") + b'"', tokens[at], count=1)
            elif action == "drop" and not is_tag:
                tokens[at] = b""
            elif action == "double":
                tokens[at] *= 2
        made[name] = b"".join(tokens)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return output.getvalue()


@settings(max_examples=150)
@given(changed())
def test_nothing_but_findings_comes_out(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    file.write_bytes(data)
    found = Checker().check(file)
    assert found.status in STATUSES
    assert isinstance(found, CheckedReturn) or [f.severity for f in found.findings] == ["error"]
    assert render([found]) and as_json([found])["files"]
