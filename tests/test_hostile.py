"""A folder of hostile files beside good ones: each gets its sentence, the good ones are checked, exit 3."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from support.office import Office
from support.packages import with_part, zipped
from support.returns import SOUND, checked, refused_file

import xltool
from xltool.core.errors import UnreadableFile
from xltool.reading import registry, sandbox

GOOD = SOUND.read_bytes()
SHEET = "xl/worksheets/sheet3.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    return with_part(GOOD, name, change)


def gbk_zip() -> bytes:
    """A zip as Chinese Windows makes it: names in GBK, the flag for UTF-8 off."""
    data = zipped({"aaaaaaaa.xlsx": GOOD, "__MACOSX/._x.xlsx": b"x", "~$b.xlsx": b"x"})
    return data.replace(b"aaaaaaaa.xlsx", "报送表二".encode("gb18030") + b".xlsx")


def lying(data: bytes) -> bytes:
    """Every size in the directory declared as 100 bytes."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24 : at + 28] = struct.pack("<I", 100)
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.xlsx": (lambda: changed(SHEET, lambda _: b"<worksheet>" + b" " * 60_000_000), "W-hostile"),
    "dtd.xlsx": (lambda: changed(SHEET, lambda xml: DTD + xml[xml.find(b"?>") + 2 :]), "W-hostile"),
    "lying.xlsx": (lambda: lying(GOOD), "W-hostile"),
    "many.xlsx": (lambda: zipped({f"xl/{n}": b"" for n in range(4000)}), "W-hostile"),
    "far.xlsx": (lambda: changed(SHEET, lambda xml: xml.replace(b'r="A1"', b'r="XFE1"', 1)), "W-hostile"),
    "below.xlsx": (lambda: changed(SHEET, lambda xml: xml.replace(b'<c r="A1"', b'<c r="A1048577"', 1)), "W-hostile"),
    "truncated.xlsx": (lambda: GOOD[: len(GOOD) // 2], "W-damaged"),
    "empty.xlsx": (lambda: b"", "W-not-workbook"),
    "zeros.xls": (lambda: b"\0" * 3000, "W-not-workbook"),
    "page.xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "W-no-tables"),
    "picture.xlsx": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "W-not-workbook"),
    "text.et": ("序号,数量\r\n1,2".encode, "W-not-workbook"),
    "report.xlsx": (lambda: b"%PDF-1.7\n", "W-not-workbook"),
    "locked.xlsx": (lambda: b"%TSD-Header-###%" + os.urandom(2000), "W-dlp"),
    "ole.xls": (lambda: OLE + b"\0" * 4000, "W-not-workbook"),
    "ole2.xls": (lambda: OLE + b"\xff" * 4000, "W-not-workbook"),
    "packed.xlsx": (lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 50, "W-archive"),
    "nested.zip": (lambda: zipped({"a.zip": zipped({"b.xlsx": GOOD})}), "W-archive"),
    "climbing.zip": (lambda: zipped({"../../evil.txt": b"x"}), "W-archive"),
    "broken.zip": (lambda: b"PK\x03\x04" + b"\0" * 200, "W-damaged"),
    "broken.json": (lambda: b"[" * 100_000, "W-not-submission"),
    "binary.ods": (lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "W-damaged"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
    (folder / "好的.xlsx").write_bytes(GOOD)
    (folder / "旧名.xls").write_bytes(GOOD)  # the suffix says nothing
    (folder / "~$好的.xlsx").write_bytes(b"\x05Admin".ljust(165, b" "))
    (folder / "GBK.zip").write_bytes(gbk_zip())
    return folder


def test_the_batch_finishes_and_checks_the_good_ones(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    environment = {**os.environ, "PYTHONPATH": str(Path(xltool.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-m", "xltool", "check", "--json", str(folder)], env=environment, capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 3 and b"Traceback" not in done.stderr
    answer = json.loads(done.stdout)
    by_name = {Path(one["path"]).name: one for one in answer["files"]}
    said = {}
    for name in HOSTILE:
        entries = [one for one in answer["files"] if f"/{name}" in one["path"]]
        assert entries, name
        for one in entries:
            assert one["status"] == "unreadable" and one["submission"] is None, name
            said[name] = [finding["code"] for finding in one["findings"]]
            assert one["findings"][0]["message"] and one["findings"][0]["advice"], name
    assert said == {name: [code] for name, (_, code) in HOSTILE.items()}
    for name in ("好的.xlsx", "旧名.xls", "报送表二.xlsx"):
        assert by_name[name]["status"] == "accepted", name
    assert answer["counts"]["accepted"] == 3
    assert b"~$" in done.stderr and b"MACOSX" in done.stderr  # named and skipped
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_macros_and_links_are_named_and_left_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    more = {"xl/vbaProject.bin": b"\0" * 50, "xl/externalLinks/externalLink1.xml": b"<x/>"}
    (tmp_path / "a.xlsm").write_bytes(zipped({**members, **more}))
    intake = checked(tmp_path / "a.xlsm")
    assert [(f.code, f.severity) for f in intake.findings] == [("W-extra", "info")]
    assert intake.submission == checked(SOUND).submission


def test_an_owner_file_named_by_hand_is_answered(folder: Path) -> None:
    intake = refused_file(folder / "~$好的.xlsx")
    assert [finding.code for finding in intake.findings] == ["W-owner"]


@pytest.fixture(scope="module")
def protected(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sound return with an open password, in every format LibreOffice writes."""
    made = tmp_path_factory.mktemp("protected")
    files = {kind: made / f"a.{kind}" for kind in ("xlsx", "xls", "ods")}
    office.ask(SOUND, save=[[str(files[kind]), kind, "秘密123"] for kind in ("xls", "ods")])
    with files["xlsx"].open("wb") as out:  # which LibreOffice saves without its password from here
        OOXMLFile(io.BytesIO(GOOD)).encrypt("秘密123", out)
    return files


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_open_passwords(protected: dict[str, Path], kind: str) -> None:
    file = str(protected[kind])
    assert [f.code for f in refused_file(file).findings] == ["W-encrypted"]
    assert [f.code for f in refused_file(file, passwords=("falsch",)).findings] == ["W-password"]
    opened, sound = checked(file, passwords=("秘密123",)), checked(SOUND)
    assert opened.submission == sound.submission and opened.status == "accepted"


JOBS = {
    "hang": "import time\ndef work(data, password):\n    time.sleep(60)\n",
    "die": "import os\ndef work(data, password):\n    os.abort()\n",
    "exit": "import os\ndef work(data, password):\n    os._exit(0)\n",
    "eat": "def work(data, password):\n    return bytes(3 << 30)\n",
    "raise": "def work(data, password):\n    raise KeyError('x')\n",
    "print": "def work(data, password):\n    print('a dump')\n    return data\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hang", "die", "exit", "eat", "raise"])
def test_a_child_can_only_hurt_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    job = a_job(tmp_path, monkeypatch, name)
    with pytest.raises(UnreadableFile) as caught:
        sandbox.run_in_child(job, b"x", seconds=3 if name == "hang" else 30)
    assert caught.value.code in ("W-hostile", "W-damaged")


def test_what_a_library_prints_is_not_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sandbox.run_in_child(a_job(tmp_path, monkeypatch, "print"), b"data") == b"data"


def a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> str:
    """A module the child will import as if it were one of ours."""
    real, fake = Path(xltool.__file__).parent, tmp_path / "xltool"
    (fake / "reading").mkdir(parents=True)
    for name_, folders in (("", (fake, real)), ("reading", (fake / "reading", real / "reading"))):
        path = [str(folder) for folder in folders]
        (fake / name_ / "__init__.py").write_text(f"__path__ = {path!r}\n")
    (fake / "reading" / f"job_{name}.py").write_text(JOBS[name])
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return f"reading.job_{name}"


@pytest.fixture(scope="module")
def old_excel(office: Office, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("xls") / "a.xls"
    office.ask(SOUND, save=[[str(file), "xls"]])
    return file.read_bytes()


@settings(max_examples=12)  # each costs a child process
@given(st.data())
def test_any_damage_to_an_xls(old_excel: bytes, data: st.DataObject) -> None:
    changed = bytearray(old_excel)
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(512, len(changed) - 1))
        piece = data.draw(st.binary(min_size=1, max_size=8))
        changed[at : at + len(piece)] = piece
    if data.draw(st.booleans()):
        del changed[data.draw(st.integers(600, len(changed))) :]
    try:
        registry.read(bytes(changed))
    except UnreadableFile as error:
        assert error.code.startswith("W-")
