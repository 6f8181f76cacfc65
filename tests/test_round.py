"""A round in a folder, without any network: made, answered, collected twice, decided, handed over."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from conftest import SAMPLES
from support.rounds import DEADLINE, answered, collector, state, status

import xltool
from xltool.app.aggregate import Wishes, sum_up
from xltool.app.round import decide as clerk
from xltool.app.round.collect import Collector
from xltool.app.round.kept import accepted, left_out, statuses
from xltool.app.round.letters import due
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import open_now
from xltool.app.round.outbox import register
from xltool.app.round.receipts import verify
from xltool.app.round.report import write_reports_of
from xltool.app.round.taking import Arrived
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import XltoolError
from xltool.core.submission.identity import sign
from xltool.mail.message import Letter, compose
from xltool.mail.parse import parse_mail
from xltool.reading.form.find import open_form
from xltool.rounds.attribution import Circumstances, Clues, attribute
from xltool.rounds.history import History, Return, Waiting
from xltool.rounds.round import create
from xltool.rounds.status import standing
from xltool.rounds.status import status as status_of
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = "zfxxgknb-2021"


def take(desk: OpenRound, file: Path) -> Arrived:
    return collector(desk).take(file.name, file.read_bytes(), str(file))


def test_a_return_goes_to_its_unit_once(desk: OpenRound, tmp_path: Path) -> None:
    file = answered(desk, "031", tmp_path / "随便起的名字.xlsx")
    assert (take(desk, file).outcome, state(desk, "031")) == ("taken", "accepted")
    before = desk.store.last_event()
    assert take(desk, file).outcome == "again"
    assert desk.store.last_event() == before
    kept = [
        path for path in desk.round.path("received").rglob("*.xlsx") if path.read_bytes() == file.read_bytes()
    ]
    assert len(kept) == 1 and kept[0].stem.startswith(next(desk.store.arrivals.all()).sha)


def test_our_blank_workbook_coming_back_is_no_return(desk: OpenRound, tmp_path: Path) -> None:
    blank = next(desk.round.path("outgoing").glob("031*"))
    assert take(desk, blank).outcome == "blank"
    book = openpyxl.load_workbook(blank)
    book.save(tmp_path / "again.xlsx")  # other bytes, still nothing in it
    assert take(desk, tmp_path / "again.xlsx").outcome == "blank"
    assert state(desk, "031") == "unsent"


def test_a_later_valid_version_supersedes_and_a_wrong_one_does_not(desk: OpenRound, tmp_path: Path) -> None:
    take(desk, answered(desk, "031", tmp_path / "a.xlsx", broken=True))
    assert state(desk, "031") == "rejected"
    take(desk, answered(desk, "031", tmp_path / "b.xlsx"))
    assert state(desk, "031") == "accepted"
    form = open_form(FORM)
    identity = sign(form.key, 2025, "031", desk.contact("031").unit.name, desk.round.key)
    (tmp_path / "c.xlsx").write_bytes(
        write_workbook(
            form, identity, desk.contact("031").unit, WorkbookContent({"T3.r1.c1": None}, {"N0": "改"})
        )
    )
    take(desk, tmp_path / "c.xlsx")
    found = status(desk, "031")
    assert (found.state, found.next, found.version) == ("accepted", "newer", 2)


def test_the_clerk_decides_with_a_reason(desk: OpenRound, tmp_path: Path) -> None:
    take(desk, answered(desk, "031", tmp_path / "a.xlsx", broken=True))
    contact = desk.contact("031")
    with pytest.raises(XltoolError):
        clerk.accept(desk, contact, "")
    clerk.accept(desk, contact, "电话核实")
    assert state(desk, "031") == "accepted-reason"
    clerk.exclude(desk, contact, "发错了")
    assert (state(desk, "031"), status(desk, "031").standing.reason) == ("excluded", "发错了")
    kinds = [event.kind for event in desk.store.events("031")]
    assert kinds[-2:] == ["accept", "exclude"]


def test_a_foreign_token_waits_for_the_clerk(desk: OpenRound, tmp_path: Path) -> None:
    file = answered(desk, "031", tmp_path / "a.xlsx", key=b"another round" * 3)
    one = take(desk, file)
    assert (one.outcome, one.reason, state(desk, "031")) == ("held", "foreign-token", "held")
    (arrival,) = status(desk, "031").waits
    with pytest.raises(XltoolError):
        clerk.claim(desk, arrival, desk.contact("031"), "")
    clerk.claim(desk, arrival, desk.contact("031"), "单位用旧表填报，已核实")
    assert state(desk, "031") == "accepted-warnings"


def test_another_year_and_another_form_are_refused(desk: OpenRound, tmp_path: Path) -> None:
    form = open_form(FORM)
    identity = sign(form.key, 2024, "031", desk.contact("031").unit.name, desk.round.key)
    (tmp_path / "a.xlsx").write_bytes(write_workbook(form, identity, desk.contact("031").unit))
    one = take(desk, tmp_path / "a.xlsx")
    assert (one.outcome, one.reason) == ("refused", "other-year")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert take(desk, tmp_path / "b.xlsx").outcome == "refused"
    found = {contact.unit.code: one.state for contact, one in statuses(desk)}
    assert found.pop("031") == "unreadable" and set(found.values()) == {"unsent"}


def mailed(desk: OpenRound, file: Path, sender: str, subject: str) -> list[Arrived]:
    data = compose(
        Letter(subject, "见附件", "office@example.invalid", ((file.name, file.read_bytes()),)),
        sender,
        id_="<a@b>",
    )
    return list(collector(desk).message(data.replace(b"Auto-Submitted: auto-generated\r\n", b""), "in.eml"))


@pytest.mark.parametrize(
    ("sender", "tag", "outcome", "reason"),
    [
        ("nyj@example.invalid", "031", "taken", ""),
        ("somebody@example.invalid", "", "taken", "stranger"),
        ("scj@example.invalid", "", "held", "disagree"),  # the neighbour's address
        ("nyj@example.invalid", "032", "held", "disagree"),  # an answer to the neighbour's letter
    ],
)
def test_clues_of_a_mail(
    desk: OpenRound, tmp_path: Path, sender: str, tag: str, outcome: str, reason: str
) -> None:
    file = answered(desk, "031", tmp_path / "报送.xlsx")
    subject = f"回复：[{desk.round.id}-{tag}] 通知" if tag else "报送材料"
    (one,) = mailed(desk, file, sender, subject)
    assert (one.outcome, one.unit, one.reason) == (outcome, "031", reason)
    assert parse_mail(next(desk.round.path("received").rglob("*.eml")).read_bytes()).subject == subject


def test_a_reminder_never_goes_to_one_who_has_answered(desk: OpenRound, tmp_path: Path) -> None:
    register(desk, "issue", ["012", "031", "032", "101"])
    take(desk, answered(desk, "031", tmp_path / "a.xlsx"))
    take(desk, answered(desk, "032", tmp_path / "b.xlsx", key=b"x" * 32))  # waits for the clerk
    with desk.store.change():
        desk.store.log("bounce", "101", reason="no such user")
    assert [one.contact.unit.code for one in due(desk, "remind")] == ["012"]
    desk.today = date(2026, 1, 25)
    (one,) = due(desk, "remind")
    letter = one.write()
    assert "逾期5天" in letter.body and letter.attachments[0][0].startswith("012")


def test_letters_name_what_is_wrong(desk: OpenRound, tmp_path: Path) -> None:
    take(desk, answered(desk, "031", tmp_path / "a.xlsx", broken=True))
    (wanted,) = due(desk, "return")
    letter = wanted.write()
    assert wanted.key == "return/031/1"
    assert "1 处" in letter.subject and "三、申请办理!D7" in letter.body
    ((name, copy),) = letter.attachments
    (tmp_path / name).write_bytes(copy)
    one = take(desk, tmp_path / name)  # sent back as it is: still this round's, the same figures
    assert (one.outcome, one.unit) == ("same", "031")


def test_receipts_and_reports_are_for_the_accepted(desk: OpenRound, tmp_path: Path) -> None:
    take(desk, answered(desk, "031", tmp_path / "a.xlsx"))
    (one,) = due(desk, "receipt")
    letter = one.write()
    code = re.search(r"校验码：([A-Z0-9]{4}-[A-Z0-9]{4})", letter.body)
    assert one.contact.unit.code == "031" and code and "新收申请：0" in letter.body
    assert verify(desk, code[1].lower(), (tmp_path / "a.xlsx").read_bytes()).is_right
    assert not verify(desk, code[1], b"another file").is_right
    (_, path), _ = write_reports_of(desk)
    assert isinstance(path, Path) and path.suffix == ".docx" and path.is_file()


def test_events_stay(desk: OpenRound) -> None:
    for statement in ("UPDATE event SET kind='x'", "DELETE FROM event"):
        with pytest.raises(sqlite3.DatabaseError):
            desk.store.db.execute(statement)


def test_two_rounds_never_share_a_folder(desk: OpenRound) -> None:
    with pytest.raises(XltoolError):
        create(desk.round.folder, open_form(FORM), 2025, DEADLINE, "", SAMPLES / "roster.csv")


def run(cwd: Path, *arguments: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "PYTHONPATH": str(Path(xltool.__file__).parents[1]),
    }
    return subprocess.run(
        [sys.executable, "-m", "xltool", "round", *arguments], cwd=cwd, env=environment, capture_output=True,
        check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "cp437"])
def test_every_command_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    shutil.copy(SAMPLES / "roster.csv", tmp_path / "名册.csv")
    made = run(
        tmp_path, "init", "任务", "--form", FORM, "--year", "2025", "--roster", "名册.csv", "--deadline", "2099-01-20",
        encoding=encoding,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "任务"
    for arguments, code in [
        (["make"], 0), (["send", "--dry-run"], 0), (["send", "--drafts"], 0), (["send", "--sent", "031"], 0),
        (["send"], 4), (["collect", "outgoing"], 1), (["status"], 1), (["arrivals"], 1), (["show", "031"], 1), (["log"], 0),
        (["dismiss", "1"], 0), (["recheck"], 0), (["repair"], 0), (["return", "--drafts"], 0),
        (["remind", "--drafts"], 0), (["receipt", "--drafts"], 0), (["accept", "031"], 2), (["report"], 0),
        (["exclude", "031"], 2), (["exclude", "031", "--reason", "x"], 0), (["mail-test"], 4), (["collect", "nowhere"], 3),
    ]:  # fmt: skip
        done = run(folder, *arguments, encoding=encoding)
        assert done.returncode == code, (arguments, done.stderr.decode(encoding, "replace"))
        assert b"Traceback" not in done.stderr
    answer = json.loads(run(folder, "status", "--json", encoding=encoding).stdout)
    assert [unit["name"] for unit in answer["units"]][1] == "示例县农业农村局"
    assert {unit["state"] for unit in answer["units"]} == {"unsent", "excluded"}
    assert "示例县农业农村局" in (folder / "board.html").read_text(encoding="utf-8")


# pure parts


OWN = Circumstances(is_own=True)


@pytest.mark.parametrize(
    ("clues", "how", "expected"),
    [
        (Clues(token="a"), Circumstances(), ("taken", "a", "")),
        (Clues(token="a", subject="a", sender="a", name="a"), Circumstances(), ("taken", "a", "")),
        (Clues(token="a", sender="b,a"), Circumstances(), ("taken", "a", "")),  # a shared address
        (Clues(token="a", sender="b"), Circumstances(), ("held", "a", "disagree")),
        (Clues(token="a", name="b"), Circumstances(), ("held", "a", "disagree")),
        (Clues(token="a", sender="b", texts="b"), Circumstances(), ("held", "b", "disagree")),
        (Clues(token="a", texts="a,b"), Circumstances(), ("held", "a", "disagree")),
        (Clues(token="a"), Circumstances(is_stranger=True), ("taken", "a", "stranger")),
        (
            Clues(token="a"),
            Circumstances(is_stranger=True, guards="x", sender="y"),
            ("held", "a", "stranger-over"),
        ),
        (
            Clues(token="a"),
            Circumstances(is_stranger=True, guards="y", sender="y"),
            ("taken", "a", "stranger"),
        ),
        (Clues(token="a"), Circumstances(guards="x"), ("taken", "a", "")),  # brought by hand
        (Clues(plain="a"), Circumstances(), ("held", "a", "unsigned")),
        (Clues(plain="a", name="a", subject="a"), Circumstances(), ("held", "a", "unsigned")),
        (Clues(plain="a", sender="a"), OWN, ("taken", "a", "no-token")),
        (
            Clues(plain="a", sender="a"),
            Circumstances(is_own=True, guards="x"),
            ("held", "a", "unsigned-over"),
        ),
        (Clues(plain="a"), Circumstances(is_foreign=True), ("held", "a", "foreign-token")),
        (Clues(plain="a,b"), OWN, ("held", "", "disagree")),
        (Clues(plain="z", sender="z"), OWN, ("held", "", "not-in-roster")),
        (Clues(name="a"), Circumstances(), ("held", "a", "no-mark")),
        (Clues(), Circumstances(), ("held", "", "no-mark")),
        (Clues(token="a"), Circumstances(is_torn=True), ("held", "a", "torn")),
        (Clues(plain="a"), Circumstances(is_renamed=True), ("held", "a", "renamed")),
        (Clues(token="a"), Circumstances(is_closed=True), ("held", "a", "closed")),
    ],
)
def test_whose_file_it_is(clues: Clues, how: Circumstances, expected: tuple[str, str, str]) -> None:
    found = attribute(clues, {"a", "b"}, how)
    assert (found.outcome, found.unit, found.reason) == expected


def version(
    n: int, errors: int = 0, warnings: int = 0, excluded: str = "", when: float | None = None
) -> Return:
    kind = "rejected" if errors else "accepted_with_warnings" if warnings else "accepted"
    return Return(n, n, kind, errors, warnings, when, n, content=str(n), excluded=excluded)


def waiting(outcome: str) -> History:
    return History(waiting=[Waiting(1, outcome, 1)], latest=[1, outcome, ""])


@pytest.mark.parametrize(
    ("history", "today", "state", "n"),
    [
        (History(), DEADLINE, "unsent", None),
        (History(sent="x"), DEADLINE, "sent", None),
        (History(sent="x"), date(2026, 1, 23), "late", None),
        (History(sent="x", bounced="no"), date(2026, 1, 23), "bounced", None),
        (waiting("held"), DEADLINE, "held", None),
        (waiting("refused"), DEADLINE, "unreadable", None),
        (waiting("no-file"), DEADLINE, "unsent", None),
        (History(returns=[version(1, 3)]), DEADLINE, "rejected", 1),
        (History(returns=[version(1, 3), version(2)]), DEADLINE, "accepted", 2),
        (History(returns=[version(1, 0, 2)]), DEADLINE, "accepted-warnings", 1),
        (History(returns=[version(1), version(2, 4)]), DEADLINE, "accepted", 1),
        (History(returns=[version(1, excluded="x")]), DEADLINE, "excluded", None),
        (History(returns=[version(1, when=9), version(2, when=5)]), DEADLINE, "accepted", 1),
        (History(returns=[version(1, when=5), version(2, when=5)]), DEADLINE, "held", None),
        (History(returns=[version(1, 1, when=5), version(2, when=5)]), DEADLINE, "accepted", 2),
        (
            History(returns=[version(1, when=1), version(2, when=5), version(3, when=5)]),
            DEADLINE,
            "accepted",
            1,
        ),
        (History(excused="x"), DEADLINE, "excluded", None),
    ],
)
def test_where_a_unit_stands(history: History, today: date, state: str, n: int | None) -> None:
    found = status_of(standing(history), DEADLINE, today)
    assert (found.state, found.version) == (state, n)


def test_the_round_is_summed_up_with_reasons_for_who_is_not_in(desk: OpenRound, tmp_path: Path) -> None:
    units = [contact.unit.code for contact in desk.contacts]
    good, broken, dropped, silent = units[0], units[1], units[2], units[3:]
    for unit in (good, broken, dropped):
        take(desk, answered(desk, unit, tmp_path / f"{unit}.xlsx", broken=unit == broken))
    clerk.exclude(desk, desk.contact(dropped), "报的是上年的数")
    returns = [one for _, _, one in accepted(desk) if isinstance(one, CheckedReturn)]
    total = sum_up(returns, Wishes(), roster=desk.roster, left_out=left_out(desk))
    assert [part.unit.code for part in total.parts] == [good]
    reasons = {one.unit.code: one.reason for one in total.left_out}
    assert reasons == {broken: "退回修改（1）", dropped: "报的是上年的数"}
    assert [unit.code for unit in total.missing] == silent
    assert {finding.code for finding in total.findings} == {"A-excluded"} | (
        {"A-missing"} if silent else set()
    )


def test_round_aggregate_from_the_command_line(desk: OpenRound, tmp_path: Path) -> None:
    unit = desk.contacts[0].unit.code
    take(desk, answered(desk, unit, tmp_path / "a.xlsx"))
    desk.store.close()
    done = run(tmp_path, "aggregate", "--round", "R", "-o", "s.json", "--unit", "示例县")
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert done.stdout.decode().strip() == "s.json" and "没有报送，没有计入" in said
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["unit"]["name"] == "示例县"


@pytest.mark.slow
def test_a_folder_read_by_two_processes_says_the_same(desk: OpenRound, tmp_path: Path) -> None:
    """Reading is done ahead and elsewhere; keeping, deciding and the order stay as they are."""
    (tmp_path / "in").mkdir()
    for number in range(66):
        unit = "031" if number == 40 else "032" if number == 41 else f"9{number:02}"
        form = open_form(FORM)
        name = desk.contact(unit).unit.name if unit in ("031", "032") else f"第{number}局"
        identity = sign(form.key, 2025, unit, name, desk.round.key)
        book = write_workbook(
            form, identity, desk.contact("031").unit, WorkbookContent({}, {"N0": f"{number}"})
        )
        (tmp_path / "in" / f"{number:02}.xlsx").write_bytes(book)
    (tmp_path / "in" / "50b.xlsx").write_bytes(b"PK\x03\x04")
    desk.store.close()
    told = []
    for jobs in (1, 2):
        shutil.copytree(desk.round.folder, tmp_path / f"R{jobs}")
        other = open_now(tmp_path / f"R{jobs}", date(2026, 1, 10), jobs=jobs)
        fast = Collector(other)
        told.append([list(fast.folder(tmp_path / "in")) for _ in range(2)])
        other.store.close()
    assert told[0] == told[1]
    first, again = told[0]
    assert len(first) == 67 and {one.outcome for one in again} == {"again"}
    assert {one.outcome for one in first} == {"held", "refused", "taken"}
