"""Returns inside what mail programs and people make: 7z, RAR, winmail.dat, Outlook messages."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support import containers
from support.refusals import refused
from support.rounds import answered, collector, state

from xltool.app.round.opened import OpenRound
from xltool.core.errors import UnreadableFile
from xltool.reading import containers as repack

pytestmark = pytest.mark.slow  # each collects archives

NAME = "031-示例县农业农村局-2025.xlsx"
MAKERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "a.7z": containers.seven_zip,
    "a.rar": containers.rar,
    "winmail.dat": containers.winmail,
    "回复.msg": lambda files: containers.msg("回复：报送", "nobody@example.cn", "请查收", files),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_return_inside_goes_to_its_unit_once(desk: OpenRound, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    book = answered(desk, "031", tmp_path / NAME).read_bytes()
    (tmp_path / "in" / name).write_bytes(MAKERS[name]({NAME: book}))
    assert [one.outcome for one in collector(desk).folder(tmp_path / "in")] == ["taken"]
    assert state(desk, "031") == "accepted"
    assert [one.outcome for one in collector(desk).folder(tmp_path / "in")] == ["again"]
    kept = {path.read_bytes() for path in desk.round.path("received").rglob("*.*")}
    assert (tmp_path / "in" / name).read_bytes() in kept and book in kept


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_bytes_each_time_and_every_member(name: str) -> None:
    files = {NAME: b"PK" * 3000, "b.xlsx": b"x" * 100}
    packed = repack.work(MAKERS[name](files), "")
    assert packed[:500] == repack.work(MAKERS[name](files), "")[:500]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        found = {entry: archive.read(entry) for entry in archive.namelist()}
    if "message.eml" in found:
        from xltool.mail.parse import parse_mail

        mail = parse_mail(found["message.eml"])
        assert (mail.subject, mail.sender, mail.text.strip()) == ("回复：报送", "nobody@example.cn", "请查收")
        found = {attachment.name: attachment.data for attachment in mail.attachments}
    assert found == files


@pytest.mark.parametrize("name", MAKERS)
def test_damage_is_one_answer(desk: OpenRound, tmp_path: Path, name: str) -> None:
    whole = MAKERS[name]({NAME: b"PK" * 3000})
    for number, data in enumerate((whole[: len(whole) // 2], whole[:40] + bytes(80) + whole[120:])):
        file = tmp_path / f"{number}{name}"
        file.write_bytes(data)
        found = list(collector(desk).folder(file))
        assert found and {one.outcome for one in found} <= {"refused", "no-file", "skipped"}


def test_a_password_and_a_missing_library_are_answers(
    desk: OpenRound,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    locked = containers.seven_zip({NAME: b"PK"}, password="1")
    with refused(UnreadableFile, "W-archive-password"):
        repack.work(locked, "")
    monkeypatch.setitem(sys.modules, "py7zr", None)
    with refused(UnreadableFile, "W-archive"):
        repack.work(containers_7z, "")
    (tmp_path / "a.7z").write_bytes(locked)
    assert [one.outcome for one in collector(desk).folder(tmp_path / "a.7z")] == ["refused"]


containers_7z = containers.seven_zip({NAME: b"PK"})


@pytest.mark.slow
def test_what_unpacks_without_end_is_refused() -> None:
    bomb = containers.seven_zip({"a.xlsx": bytes(repack.MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    with refused(UnreadableFile, "W-hostile"):
        repack.work(bomb, "")


def test_a_later_return_says_what_it_changed(desk: OpenRound, tmp_path: Path) -> None:
    take = collector(desk).take
    first, second = (answered(desk, "031", tmp_path / f"{n}.xlsx", broken=n == 1) for n in (1, 2))
    assert take("1.xlsx", first.read_bytes(), "x").changes == ()
    (change,) = take("2.xlsx", second.read_bytes(), "x").changes
    assert "一、本年新收" in change[0] and change[1:] == ("（空）", "0")
    assert take("2.xlsx", second.read_bytes(), "y").changes == ()
