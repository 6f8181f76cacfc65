"""Random rounds against a short model of the contract: one answer, in any order of commands."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.round_model import Model, Version, dismissed_anywhere
from support.rounds import ADDRESS, collect, county, filled, mail

from xltool.app.round import decide as clerk
from xltool.app.round.hand_over import SumWishes, county_sum
from xltool.app.round.kept import accepted, left_out, statuses
from xltool.app.round.letters import due
from xltool.app.round.opened import OpenRound, catch_up
from xltool.app.round.opening import open_now
from xltool.app.round.outbox import register
from xltool.app.round.repair import repair
from xltool.app.round.report import write_reports_of
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import UsageError
from xltool.rounds import history, status
from xltool.rounds.history import Histories

UNITS = ("001", "002", "003")
STRANGER = "someone@elsewhere.invalid"


@dataclass
class World:
    """The round and its model, driven together."""

    opened: OpenRound
    units: dict[str, Model] = field(default_factory=lambda: {code: Model() for code in UNITS})
    last: int = 0
    step: int = 0

    def come(self, unit: str, content: tuple[int, bool], day: int | None, sender: str, signed: bool) -> None:
        book = books(unit, *content, signed)
        model, self.last = self.units[unit], self.last + 1
        who = {"own": unit, "other": other_of(unit)}.get(sender, STRANGER)
        (one,) = collect(
            self.opened, mail(who, [("a.xlsx", book)], str(self.step), f"{day:02}" if day else "")
        )
        assert one.n == self.last
        expected = self._expected(model, content, day, sender, signed)
        assert (one.outcome, one.unit) == (expected, unit)
        model.heard = True
        if day:
            model.dates.setdefault((content, signed), []).append(day)
        if expected == "held":
            model.waiting[one.n] = "held"
        if expected != "same":
            model.latest = (one.n, expected)
        if expected == "taken":
            when = min(model.dates.get((content, signed), []), default=None)
            number = len(model.versions) + 1
            model.versions.append(
                Version(number, one.n, content, when, self.step, signed, ADDRESS.get(who, who))
            )
            model.waiting = {n: outcome for n, outcome in model.waiting.items() if n > one.n}

    def _expected(
        self, model: Model, content: tuple[int, bool], day: int | None, sender: str, signed: bool
    ) -> str:
        for known in model.versions:
            if known.content == content:
                if known.when is None and known.signed == signed:
                    known.when = day
                return "same"
        if sender == "other":
            return "held"
        counts, _ = model.order()
        guarded = counts is not None and counts.signed
        if signed:
            own = sender == "own" or not guarded or (counts is not None and counts.sender == STRANGER)
            return "taken" if own else "held"
        return "taken" if sender == "own" and not guarded else "held"

    def message(self, unit: str, kind: str) -> None:
        model, self.last = self.units[unit], self.last + 1
        files = {"refused": [("a.pdf", b"%PDF-1.4")], "blank": [("b.xlsx", issued(self.opened, unit))]}
        subject = "自动回复" if kind == "auto" else "请问"
        (one,) = collect(self.opened, mail(unit, files.get(kind, []), f"{subject}{self.step}"))
        assert (one.outcome, one.unit, one.n) == (kind, unit, self.last)
        if kind != "auto":
            model.heard = True
            model.waiting[one.n] = kind
            model.latest = (one.n, kind)

    def decide(self, unit: str, kind: str) -> None:
        model, contact = self.units[unit], self.opened.contact(unit)
        counts, _ = model.order()
        open_ = [one for one in model.versions if not one.excluded]
        if kind == "exclude":
            clerk.exclude(self.opened, contact, "发错")
            if open_:
                (counts or open_[-1]).excluded = True
                (counts or open_[-1]).accepted = False
            else:
                model.excused = True
        elif kind == "accept":
            if not open_:
                with pytest.raises(UsageError):
                    clerk.accept(self.opened, contact, "核实")
                return
            clerk.accept(self.opened, contact, "核实")
            open_[-1].accepted = open_[-1].content[1]
        elif kind == "dismiss" and model.waiting:
            n = min(model.waiting)
            if n in model.waits:
                clerk.dismiss(self.opened, n)
                dismissed_anywhere.add(n)
                del model.waiting[n]
        elif kind == "letter":
            done = register(self.opened, "return", [unit])
            assert bool(done) == bool(model.to_return)
            assert register(self.opened, "return", [unit]) == []  # nothing is due twice
            if done:
                model.returned, model.waiting = model.to_return, {}

    def agree(self) -> None:
        """Every command sees what the model says."""
        states = {contact.unit.code: found for contact, found in statuses(self.opened)}
        for code, model in self.units.items():
            found = states[code]
            counts, _ = model.order()
            assert found.state == model.state, code
            assert set(found.waits) == model.waits, code
            if found.is_accepted:
                assert counts is not None and found.version == counts.n
        taken = {contact.unit.code: one for contact, _, one in accepted(self.opened)}
        wanted = {code: counts for code, model in self.units.items() if (counts := model.order()[0])}
        assert taken.keys() == wanted.keys()
        for code, one in taken.items():
            assert (
                isinstance(one, CheckedReturn)
                and one.submission.values["T3.r1.c1"] == wanted[code].content[0]
            )
        told = {one.contact.unit.code for one in due(self.opened, "remind")}
        assert told <= {code for code, model in self.units.items() if not model.heard} | {
            "004",
            "005",
            "006",
            "007",
        }
        returned = {one.contact.unit.code for one in due(self.opened, "return")}
        assert returned == {code for code, model in self.units.items() if model.to_return}
        out = {one.unit.code for one in left_out(self.opened)}
        assert out == {
            code
            for code, model in self.units.items()
            if model.state in ("held", "rejected", "unreadable", "excluded")
        }

    def hand_over(self) -> None:
        """Reports, zip and sum hold what counts, and nothing changes by asking twice."""
        wanted = {code: counts for code, model in self.units.items() if (counts := model.order()[0])}
        made = list(write_reports_of(self.opened))
        assert all(isinstance(result, Path) for _, result in made)
        folder = self.opened.round.path("reports")
        assert {path.name[:3] for path in folder.glob("*.docx")} == wanted.keys()
        if wanted:
            with ZipFile(folder / "全部报告.zip") as archive:
                assert {name[:3] for name in archive.namelist()} == {*wanted, "报告清"}
            total = county_sum(self.opened, SumWishes("示例县", "县级")).submission.values["T3.r1.c1"]
            assert total == sum(one.content[0] for one in wanted.values())
        assert list(write_reports_of(self.opened)) == []


def other_of(unit: str) -> str:
    return UNITS[(UNITS.index(unit) + 1) % len(UNITS)]


TEMPLATE: dict[str, Path] = {}


@cache
def books(unit: str, figure: int, wrong: bool, signed: bool) -> bytes:
    opened = open_now(TEMPLATE["folder"], date(2026, 1, 10))
    put: dict[str, object] = {"T3.r1.c1": figure, "T3.r3.c1": figure}
    put |= {"T3.r25.c1": 1} if wrong else {}
    try:
        return filled(opened, unit, put, None if signed else b"")
    finally:
        opened.store.close()


def issued(opened: OpenRound, unit: str) -> bytes:
    return next(opened.round.path("outgoing").glob(f"{unit}*")).read_bytes()


RETURNS = st.tuples(
    st.just("come"), st.sampled_from(UNITS), st.tuples(st.integers(1, 3), st.booleans()),
    st.none() | st.integers(1, 4), st.sampled_from(["own", "own", "own", "stranger", "other"]), st.sampled_from([True, True, False]),
)  # fmt: skip
MESSAGES = st.tuples(
    st.just("message"), st.sampled_from(UNITS), st.sampled_from(["refused", "no-file", "auto", "blank"])
)
DECISIONS = st.tuples(
    st.just("decide"), st.sampled_from(UNITS), st.sampled_from(["exclude", "accept", "dismiss", "letter"])
)


@pytest.mark.slow
@given(st.lists(RETURNS | RETURNS | MESSAGES | DECISIONS, min_size=2, max_size=10))
@settings(max_examples=40)
def test_one_answer(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]) -> None:
    if not TEMPLATE:
        folder = tmp_path_factory.mktemp("template")
        opened = county(folder)
        register(opened, "issue")
        catch_up(opened.round, opened.store)
        opened.store.close()
        TEMPLATE["folder"] = folder / "R"
    folder = tmp_path_factory.mktemp("round")
    shutil.copytree(TEMPLATE["folder"], folder / "R")
    dismissed_anywhere.clear()
    world = World(open_now(folder / "R", date(2026, 1, 10)))
    for number, (kind, *arguments) in enumerate(steps):
        world.step = number
        getattr(world, kind)(*arguments)
        world.agree()
        if number % 3 == 1:  # the projection now and then, as after a command
            catch_up(world.opened.round, world.opened.store)
            world.agree()
    world.hand_over()
    store = world.opened.store
    catch_up(world.opened.round, store)
    anew = Histories()
    anew.tell(store.events())
    for unit, packed in store.standings.all().items():
        assert status.unpack(packed) == status.standing(anew[unit])
        assert history.unpack(history.pack(anew[unit])) == anew[unit]
    store.close()
    (folder / "R" / "round.db").unlink()  # and it comes back whole from its ledger
    repair(folder / "R")
    world.opened = open_now(folder / "R", date(2026, 1, 10))
    world.agree()
    world.hand_over()
    world.opened.store.close()
