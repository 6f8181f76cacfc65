"""Each nasty message alone has its outcome; all of them together stop nobody and write nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.nasty_mails import Nasty, messages
from support.rounds import answered, collector, new_round

from xltool.app.round.opened import OpenRound


def all_messages(desk: OpenRound, folder: Path) -> list[Nasty]:
    workbook = answered(desk, "031", folder / "w.xlsx").read_bytes()
    blank = next(desk.round.path("outgoing").glob("031*")).read_bytes()
    return list(messages(workbook, blank, f"[{desk.round.id}-031]"))


@pytest.mark.slow
def test_every_message_has_its_outcome(tmp_path: Path) -> None:
    desk = new_round(tmp_path)
    nasty = all_messages(desk, tmp_path)
    assert len({one.name for one in nasty}) == len(nasty) >= 40
    wrong = []
    for number, one in enumerate(nasty):
        own = new_round(tmp_path / str(number)) if number else desk
        # each in a round of its own, with the key of the first: the workbook is the same
        object.__setattr__(own.round, "key", desk.round.key)
        found = tuple(arrived.outcome for arrived in collector(own).message(one.data, "in.eml"))
        if found != one.outcomes:
            wrong.append((one.name, found, one.outcomes))
        if number:
            own.store.close()
    assert wrong == []


@pytest.mark.slow
def test_all_of_them_in_one_folder(tmp_path: Path) -> None:
    desk = new_round(tmp_path)
    nasty = all_messages(desk, tmp_path)
    (tmp_path / "in").mkdir()
    for number, one in enumerate(nasty):
        (tmp_path / "in" / f"{number:03}.eml").write_bytes(one.data)
    outside = {
        path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and "R" not in path.parts
    }
    first = list(collector(desk).folder(tmp_path / "in"))
    assert {one.source.partition(".eml")[0] for one in first} == {
        (tmp_path / "in" / f"{n:03}").as_posix() for n in range(len(nasty))
    }
    assert len(list(desk.store.versions.all())) == 1
    events = len(list(desk.store.events()))
    assert {one.outcome for one in collector(desk).folder(tmp_path / "in")} == {"again"}
    assert len(list(desk.store.events())) == events
    now = {
        path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and "R" not in path.parts
    }
    assert now == outside
