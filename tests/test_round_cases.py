"""What really comes into a round, and what must become of it: one test a kind of fault."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from support.command import xltool
from support.rounds import begun, collect, county, filled, mail, narrative, state, status, take, zipped

from xltool.app.round import decide as clerk
from xltool.app.round import judging
from xltool.app.round.arrivals import document, listed
from xltool.app.round.collect import Collector
from xltool.app.round.kept import accepted
from xltool.app.round.letters import due
from xltool.app.round.make import make
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import open_now, opened
from xltool.app.round.outbox import register
from xltool.app.round.recheck import recheck, stale
from xltool.app.round.settings import set_prior
from xltool.app.round.show import show_arrival, show_unit
from xltool.app.round.status import overview
from xltool.app.round.taking import Arrived
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import ConfigError, UsageError
from xltool.core.submission.document import to_json

pytestmark = pytest.mark.slow  # each runs a round

STRANGER = "someone@elsewhere.invalid"
WRONG = {"T3.r25.c1": 1}  # does not balance


@pytest.fixture
def round_(tmp_path: Path) -> OpenRound:
    return county(tmp_path)


def waits(opened: OpenRound) -> list[int]:
    return [one.arrival.n for one in listed(opened)]


def figure(opened: OpenRound, unit: str, address: str = "T3.r1.c1") -> str:
    """The figure of the return that counts."""
    found = [one for contact, _, one in accepted(opened) if contact.unit.code == unit]
    return str(found[0].submission.values[address]) if found and isinstance(found[0], CheckedReturn) else ""


def new(n: int) -> dict[str, object]:
    return {"T3.r1.c1": n, "T3.r3.c1": n}


def as_json(opened: OpenRound, unit: str, n: int) -> bytes:
    """The same return as a JSON document, which nobody can sign."""
    take(opened, "x", filled(opened, unit, new(n)))
    checked = next(one for _, _, one in accepted(opened) if isinstance(one, CheckedReturn))
    return json.dumps(to_json(checked.submission), ensure_ascii=False).encode()


# whose it is


def test_a_stranger_never_replaces_a_signed_return(round_: OpenRound, tmp_path: Path) -> None:
    other = county(tmp_path / "other")
    unsigned = as_json(other, "002", 99)
    collect(round_, mail("002", [("报送表.xlsx", filled(round_, "002", new(3)))]))
    for sender in (STRANGER, "002"):  # not even from its own address
        (one,) = collect(round_, mail(sender, [("002.json", unsigned)], subject=sender))
        assert (one.outcome, one.unit) == ("held", "002")
    (one,) = collect(round_, mail(STRANGER, [("a.xlsx", filled(round_, "002", new(9)))]))
    assert (one.outcome, one.reason) == ("held", "stranger-over")
    assert figure(round_, "002") == "3" and len(status(round_, "002").waits) == 3


def test_a_stranger_goes_on_with_what_a_stranger_began(round_: OpenRound) -> None:
    (first,) = collect(round_, mail(STRANGER, [("a.xlsx", filled(round_, "002", new(3)))], date="05"))
    (second,) = collect(round_, mail(STRANGER, [("a.xlsx", filled(round_, "002", new(4)))], date="06"))
    assert (first.outcome, first.reason, second.outcome) == ("taken", "stranger", "taken")
    assert figure(round_, "002") == "4"


@pytest.mark.parametrize(
    ("unit", "name", "outcome"),
    [
        ("003", "002-示例县财政局-2025.xlsx", "held"),
        ("005", "示例县教育局.xlsx", "held"),
        ("003", "003-示例县民政局-2025 (1).xlsx", "taken"),
        ("003", "关于002号文件的报送2025.xlsx", "taken"),  # numbers say nothing
        ("003", "002.xlsx", "taken"),
        ("003", "003 示例县民政局和示例县财政局.xlsx", "taken"),  # its own name stands there
    ],
)
def test_a_file_name_is_a_clue(round_: OpenRound, unit: str, name: str, outcome: str) -> None:
    assert take(round_, name, filled(round_, unit)).outcome == outcome


def test_what_the_report_says_it_is_by(round_: OpenRound) -> None:
    texts = {"N0": "本报告由示例县民政局编制。", "N1.1": "无。"}
    one = take(round_, "a.xlsx", filled(round_, "002", texts=texts))
    assert (one.outcome, one.reason) == ("held", "disagree") and "003" in one.text
    both = {"N0": "示例县财政局根据示例县民政局来函编制。", "N1.1": "示例县教育局来信。"}
    assert take(round_, "b.xlsx", filled(round_, "002", texts=both)).outcome == "taken"


def test_an_address_of_two_units_agrees_with_each(round_: OpenRound) -> None:
    found = collect(
        round_,
        mail("005", [("a.xlsx", filled(round_, "005"))]), mail("006", [("a.xlsx", filled(round_, "006"))]),
        mail("005", [("a.xlsx", filled(round_, "003"))]), mail("003", [("a.xlsx", filled(round_, "007"))]),
    )  # fmt: skip
    assert [one.outcome for one in found] == ["taken", "taken", "held", "taken"]  # 007 has no address


def test_a_foreign_or_missing_token_needs_the_units_own_address(round_: OpenRound) -> None:
    foreign = filled(round_, "002", key=b"of another round" * 2)
    (one,) = collect(round_, mail("002", [("a.xlsx", foreign)]))
    assert (one.outcome, one.reason) == ("taken", "no-token")
    one = take(round_, "003.xlsx", filled(round_, "003", key=b""))
    assert (one.outcome, one.unit) == ("held", "003")


def test_two_senders_are_none(round_: OpenRound) -> None:
    unsigned = mail("002", [("a.xlsx", filled(round_, "002", key=b""))])
    (one,) = collect(round_, b"From: office@example.invalid\r\n" + unsigned)
    assert one.outcome == "held"


def test_a_forwarded_message_has_the_inner_sender_and_date(round_: OpenRound) -> None:
    inner = mail("002", [("a.xlsx", filled(round_, "002", new(3), key=b""))], date="05")
    (one,) = collect(round_, mail(STRANGER, forwarded=[inner], date="09"))
    assert (one.outcome, one.unit) == ("taken", "002")
    arrival = round_.store.arrivals.get(one.n)
    assert (
        arrival is not None
        and arrival.sender == "cz@example.invalid"
        and arrival.sent_at[:10] == "2026-01-05"
    )
    typed = mail(STRANGER, [("b.xlsx", filled(round_, "003", key=b""))], body="发件人: mz@example.invalid")
    assert collect(round_, typed)[0].outcome == "held"


def test_a_claim_teaches_the_sender_and_forgets_it_again(round_: OpenRound) -> None:
    def unsigned(n: int) -> bytes:
        return mail(STRANGER, [("a.xlsx", filled(round_, "002", new(n), key=b""))], subject=str(n))

    (one,) = collect(round_, unsigned(1))
    clerk.claim(round_, one.n, round_.contact("002"), "电话核实")
    assert state(round_, "002") == "accepted" and collect(reopened(round_), unsigned(2))[0].outcome == "taken"
    clerk.claim(round_, one.n, round_.contact("002"), "认错了", undo=True)
    assert collect(reopened(round_), unsigned(3))[0].outcome == "held"


def reopened(opened: OpenRound) -> OpenRound:
    return OpenRound(opened.round, opened.form, opened.contacts, opened.store, opened.today)


def test_the_same_bytes_are_the_same_whoever_sends_them(round_: OpenRound) -> None:
    book = filled(round_, "002")
    collect(round_, mail("002", [("报送表.xlsx", book)]))
    (one,) = collect(round_, mail("006", [("转发.xlsx", book)]))
    assert (one.outcome, one.unit, state(round_, "002")) == ("same", "002", "accepted")
    again = openpyxl.load_workbook(io.BytesIO(book))
    again.properties.description = "saved again"
    out = io.BytesIO()
    again.save(out)
    assert take(round_, "别的名字.xlsx", out.getvalue()).outcome == "same"
    assert status(round_, "002").waits == ()


# order


def test_later_is_what_was_sent_later(round_: OpenRound) -> None:
    collect(
        round_, mail("002", [("a.xlsx", filled(round_, "002", new(5)))], date="08"),
        mail("002", [("a.xlsx", filled(round_, "002", new(3)))], date="05"),
    )  # fmt: skip
    assert figure(round_, "002") == "5"
    future = mail("002", [("a.xlsx", filled(round_, "002", new(7)))]).replace(
        b"Subject", b"Date: Mon, 05 Jan 2099 09:00:00 +0800\r\nSubject", 1
    )
    collect(round_, future)  # no date: a later collection
    assert figure(round_, "002") == "7"


def test_the_receiving_servers_time_is_before_the_senders(round_: OpenRound) -> None:
    head = [("Received", "from a by b; Fri, 09 Jan 2026 09:00:00 +0800")]
    collect(
        round_, mail("002", [("a.xlsx", filled(round_, "002", new(5)))], date="01", head=head),
        mail("002", [("a.xlsx", filled(round_, "002", new(3)))], date="05"),
    )  # fmt: skip
    assert figure(round_, "002") == "5"


def test_of_two_that_nobody_can_order_the_one_without_errors_counts(round_: OpenRound) -> None:
    files = [
        ("终稿.xlsx", filled(round_, "002", new(3) | WRONG)),
        ("初稿.xlsx", filled(round_, "002", new(5))),
    ]
    collect(round_, mail("002", files))
    assert (state(round_, "002"), figure(round_, "002"), waits(round_)) == ("accepted", "5", [])


def test_which_one_is_asked_and_a_claim_settles_the_others(round_: OpenRound) -> None:
    files = [(f"{n}.xlsx", filled(round_, "002", new(n))) for n in (3, 5)]
    first, second = collect(round_, mail("002", files))
    assert state(round_, "002") == "held" and waits(round_) == [first.n, second.n]
    assert {one.arrival.reason for one in listed(round_)} == {"which-one"}
    clerk.claim(round_, second.n, round_.contact("002"), "电话核实")
    assert (figure(round_, "002"), waits(round_)) == ("5", [])
    clerk.claim(round_, second.n, round_.contact("002"), "看错了", undo=True)
    assert (state(round_, "002"), len(waits(round_))) == ("held", 2)


def test_a_version_is_the_workbook_with_its_texts(round_: OpenRound, tmp_path: Path) -> None:
    book = filled(round_, "002", new(3), texts={})
    for n, text in ((1, "第一稿，没有收费。"), (2, "改正稿，没有收费。")):
        files = [("002.xlsx", book), ("002.docx", narrative(round_.form, text))]
        (one,) = collect(round_, mail("002", files, date=f"0{n}"))
        assert (one.outcome, status(round_, "002").version) == ("taken", n)
    found = next(one for _, _, one in accepted(round_) if isinstance(one, CheckedReturn))
    assert "改正稿，没有收费。" in found.submission.texts.values()


# what it is


@pytest.mark.parametrize(
    "name", ["报送表", "ATT00001.dat", "报送表.xlsx(1)", "照片.jpg", "a.json", "a.zip", "a.eml"]
)
def test_content_decides_what_a_thing_is(round_: OpenRound, name: str) -> None:
    (one,) = collect(round_, mail("002", [(name, filled(round_, "002"))]))
    assert (one.outcome, state(round_, "002")) == ("taken", "accepted")


def test_a_json_under_any_name(round_: OpenRound, tmp_path: Path) -> None:
    data = as_json(county(tmp_path / "o"), "002", 4)
    (one,) = collect(round_, mail("002", [("数据.txt", data)]))
    assert (one.outcome, one.unit) == ("taken", "002")


def test_a_return_beside_a_forwarded_bounce(round_: OpenRound) -> None:
    found = collect(
        round_,
        mail("002", [("a.xlsx", filled(round_, "002"))], forwarded=[delivery_report("cz@example.invalid")]),
    )
    assert [one.outcome for one in found] == ["taken", "skipped"] and state(round_, "002") == "accepted"


def delivery_report(address: str, action: str = "failed", sender: str = "MAILER-DAEMON@mx.invalid") -> bytes:
    return (
        f"From: {sender}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=D\r\n\r\n--D\r\n\r\nsorry\r\n--D\r\n"
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: 5.1.1\r\n--D--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("data", "outcome", "unit", "after", "waiting"),
    [
        (delivery_report("cz@example.invalid"), "bounce", "002", "bounced", 0),
        (delivery_report("cz@example.invalid", "delayed"), "delayed", "002", "sent", 0),
        (delivery_report("cz@example.invalid", sender=STRANGER), "no-file", "", "sent", 1),
        (mail(STRANGER, forwarded=[delivery_report("cz@example.invalid")]), "no-file", "", "sent", 1),
        (mail("002", subject="自动回复：已收到"), "auto", "002", "sent", 0),
        (mail("002", subject="请问", body="上年结转填哪里？"), "no-file", "002", "sent", 1),
    ],
)
def test_messages_without_a_return(
    round_: OpenRound, data: bytes, outcome: str, unit: str, after: str, waiting: int
) -> None:
    register(round_, "issue", ["002"])
    (one,) = collect(round_, data)
    assert (one.outcome, one.unit) == (outcome, unit)
    assert (state(round_, "002"), len(waits(round_))) == (after, waiting)
    assert collect(round_, data)[0].outcome == "again" and len(waits(round_)) == waiting


def test_a_read_receipt_waits_for_nobody(round_: OpenRound) -> None:
    data = (
        b"From: cz@example.invalid\r\nSubject: x\r\nContent-Type: multipart/report; boundary=D\r\n\r\n--D\r\n\r\nread\r\n"
        b"--D\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: displayed\r\n--D--\r\n"
    )
    (one,) = collect(round_, data)
    assert (one.outcome, one.unit, waits(round_)) == ("read-receipt", "002", [])


@pytest.mark.parametrize(
    "page",
    [
        '<a href="https://mail.qq.com/cgi-bin/ftnExs_download?k=1&amp;t=2">下载</a> 报送表.xlsx（12M，2026年2月14日 21:59 到期）',
        "<A HREF='https://drive.weixin.qq.com/s?k=AA'>报送表.xlsx</A>，2026年2月14日过期",
        "https://www.kdocs.cn/l/abc 报送表.xlsx 有效期至：2026年2月14日",
    ],
)
def test_a_link_instead_of_a_file(round_: OpenRound, page: str) -> None:
    head = b"From: cz@example.invalid\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    (one,) = collect(round_, head + page.encode())
    assert (one.outcome, one.unit) == ("link", "002") and "https://" in one.text
    assert "报送表.xlsx" in one.text and "2026年2月14日" in one.text


def test_what_stands_beside_a_return_and_what_comes_instead(round_: OpenRound) -> None:
    picture, page = ("logo.png", b"\x89PNG\r\n\x1a\n"), ("ATT00001.htm", b"<html><body><br></body></html>")
    pdf, note = ("盖章件.pdf", b"%PDF-1.4"), ("说明.txt", "说明".encode())
    found = collect(round_, mail("002", [picture, page, pdf, note, ("a.xlsx", filled(round_, "002"))]))
    assert [one.outcome for one in found] == ["skipped"] * 4 + ["taken"] and waits(round_) == []
    for files in ([pdf], [picture], [("台账.xlsx", ledger())], [note, pdf]):
        found = collect(round_, mail("003", files, subject=str(files[0][0])))
        assert {one.outcome for one in found} == {"refused"} and not any("{" in one.text for one in found)
    assert state(round_, "003") == "unreadable"


def ledger() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "设备台账"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_member_of_an_archive_has_an_entry(round_: OpenRound, tmp_path: Path) -> None:
    box = b"From x Mon Jan 12 09:00:00 2026\n" + mail("003", [("a.xlsx", filled(round_, "003"))]).replace(
        b"\r\n", b"\n"
    )
    inner = zipped({"005.xlsx": filled(round_, "005")})
    whole = zipped({
        "报送表.xlsx": filled(round_, "002"), "第二封.mbox": box, "说明.txt": b"x", "里/内.zip": inner,
        "信.eml": mail("001", [("b.xlsx", filled(round_, "001"))]), "~$报送表.xlsx": b"x", "__MACOSX/x": b"x", ".x": b"x",
    })  # fmt: skip
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "材料.zip").write_bytes(whole)
    found = list(Collector(round_).folder(tmp_path / "in"))
    assert sorted((one.outcome, one.unit) for one in found) == [
        ("skipped", ""), ("taken", "001"), ("taken", "002"), ("taken", "003"), ("taken", "005"),
    ]  # fmt: skip
    assert all("材料.zip!/" in one.source for one in found)
    again = list(Collector(round_).folder(tmp_path / "in"))
    assert {one.outcome for one in again} == {"again"} and len(again) == len(found)


@pytest.mark.parametrize("prefilled", [False, True])
def test_untouched_is_blank_also_when_it_was_prefilled(tmp_path: Path, prefilled: bool) -> None:
    round_ = county(tmp_path)
    if prefilled:
        last = to_json_of(round_, "002", 2024, {"T3.r25.c1": "3"})
        (tmp_path / "last.json").write_text(json.dumps(last), encoding="utf-8")
        set_prior(round_.round.folder, [str(tmp_path / "last.json")])
        round_.store.close()
        round_ = open_now(round_.round.folder, date(2026, 1, 10))
        assert all(isinstance(one, Path) for one in make(round_, force=True))
    book = openpyxl.load_workbook(next(round_.round.path("outgoing").glob("002*")))
    book.properties.description = "saved again"
    out = io.BytesIO()
    book.save(out)
    one = take(round_, "a.xlsx", out.getvalue())
    assert (one.outcome, one.unit) == ("blank", "002") and waits(round_) == [one.n]
    assert take(round_, "b.xlsx", filled(round_, "002")).outcome == "taken" and waits(round_) == []


def to_json_of(opened: OpenRound, unit: str, year: int, put: dict[str, str]) -> dict[str, object]:
    form, own = opened.form, opened.contact(unit).unit
    values = {a: "0" for a in form.addresses if a not in form.totals} | put
    return {
        "schema": 1, "form": form.id, "version": form.version, "year": year, "values": values, "texts": {},
        "unit": {"code": own.code, "name": own.name, "level": own.level},
    }  # fmt: skip


@pytest.mark.slow
def test_an_encrypted_return_waits_for_its_password(round_: OpenRound) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(filled(round_, "002", new(3)))).encrypt("123", locked)
    (one,) = collect(round_, mail("002", [("a.xlsx", locked.getvalue())]))
    assert (one.outcome, state(round_, "002"), waits(round_)) == ("refused", "unreadable", [one.n])
    round_.store.close()
    assert xltool("round", "collect", "--password", "456", "-r", round_.round.folder).code == 0
    assert xltool("round", "collect", "--password", "123", "-r", round_.round.folder).code == 0
    with opened(round_.round.folder, date(2026, 1, 10)) as later:
        assert (state(later, "002"), waits(later), figure(later, "002")) == ("accepted", [], "3")
    kept = b"".join(file.read_bytes() for file in round_.round.folder.glob("*.*") if file.suffix != ".key")
    assert b'"123"' not in kept


# one message never stops another

POISON = [
    b"From: jy@example.invalid\nSubject: =?utf-7?Q?+2AA-?=\n\nhi\n",
    b"From: jy@example.invalid\nSubject: =?undefined?B?AAAA?=\nContent-Type: text/plain; charset=idna\n\nhi\n",
    "From: jy@example.invalid\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename*\u00b2*=utf-8''x.xlsx\n\nx".encode(),
    b"From: jy@example.invalid\n" + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1200)),
    b"From: " + b"(" * 100_000 + b"\nSubject: " + b"=?" * 100_000 + b"\n\n",
    b"Content-Type: text/html\n\n" + b"<script " * 20_000,
    b"\x00" * 5000, b"From \n\n", b"",
]  # fmt: skip


def test_poison_is_listed_and_the_next_one_comes(round_: OpenRound, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n, data in enumerate(POISON):
        (tmp_path / "in" / f"{n}.eml").write_bytes(data)
    (tmp_path / "in" / "z.eml").write_bytes(mail("002", [("a.xlsx", filled(round_, "002"))]))
    collector = Collector(round_)
    found = list(collector.folder(tmp_path / "in"))
    assert found[-1].outcome == "taken" and state(round_, "002") == "accepted"
    assert {one.source.rpartition("/")[2][:1] for one in found[:-1]} >= {"0", "1", "3", "4", "5", "6"}
    assert collector.has_failed and {"failed", "no-file", "refused"} >= {one.outcome for one in found[:-1]}
    assert {one.outcome for one in Collector(round_).folder(tmp_path / "in")} == {"again"}


def test_a_bug_in_one_file_is_named_and_the_rest_goes_on(
    round_: OpenRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = judging.judge

    def judge(*args: object, **options: object) -> object:
        if not calls:
            calls.append(1)
            raise ZeroDivisionError
        return real(*args, **options)  # type: ignore[arg-type]

    calls: list[int] = []
    monkeypatch.setattr("xltool.app.round.taking.judge", judge)
    found = collect(
        round_, mail("002", [("a.xlsx", filled(round_, "002", new(1))), ("b.xlsx", filled(round_, "003"))])
    )
    assert [one.outcome for one in found] == ["failed", "held"]
    assert "ZeroDivisionError" in found[0].text and found[0].n in waits(round_)


# the roster


def test_a_renamed_unit_is_asked_once_and_settled_by_one_line(round_: OpenRound) -> None:
    roster = round_.round.roster
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text.replace("003,示例县民政局", "003,示例县社会局"), encoding="utf-8")
    book = filled(round_, "003", new(3))
    round_.store.close()
    changed = open_now(round_.round.folder, date(2026, 1, 10))
    (question,) = changed.notices
    assert "曾用名" in question and "示例县民政局" in question and "003" in question
    one = take(changed, "a.xlsx", book)
    assert (one.outcome, one.unit, one.reason) == ("held", "003", "renamed")
    changed.store.close()
    text = text.replace(
        "003,示例县民政局,县级部门,mz@example.invalid,",
        "003,示例县社会局,县级部门,mz@example.invalid,示例县民政局",
    )
    roster.write_text(text, encoding="utf-8")
    done = xltool("round", "collect", "-r", round_.round.folder)
    assert done.code == 0 and "1" in done.err
    with opened(round_.round.folder, date(2026, 1, 10)) as settled:
        assert settled.notices == [] and state(settled, "003") == "accepted"
        found = next(one for _, _, one in accepted(settled) if isinstance(one, CheckedReturn))
        assert found.submission.unit.name == "示例县社会局"  # its report bears the new name


def test_swapped_codes_are_never_taken_for_each_other(round_: OpenRound) -> None:
    roster = round_.round.roster
    text = roster.read_text(encoding="utf-8")
    book = filled(round_, "002", new(3))
    roster.write_text(
        text.replace("002,", "x,").replace("003,", "002,").replace("x,", "003,"), encoding="utf-8"
    )
    round_.store.close()
    changed = open_now(round_.round.folder, date(2026, 1, 10))
    one = take(changed, "报送表.xlsx", book)
    assert (one.outcome, one.reason, state(changed, "002")) == ("held", "renamed", "unsent")
    changed.store.close()


def test_a_unit_gone_from_the_roster_stays_listed(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "004"))
    roster = round_.round.roster
    lines = [line for line in roster.read_text(encoding="utf-8").splitlines() if not line.startswith("004")]
    roster.write_text("\n".join(lines), encoding="utf-8")
    book = filled(round_, "004", new(8))
    round_.store.close()
    changed = open_now(round_.round.folder, date(2026, 1, 10))
    one = take(changed, "b.xlsx", book)
    view = overview(changed)
    assert (one.outcome, view.waiting, view.exit_code) == ("held", (one.n,), 1)
    assert [(contact.unit.name, found.state) for contact, found in view.gone] == [
        ("示例县水务局", "accepted")
    ]
    changed.store.close()


@pytest.mark.slow
def test_another_form_stops_every_command(
    round_: OpenRound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Path(round_.form.folder)
    folder = tmp_path / "forms" / source.name
    folder.mkdir(parents=True)
    for file in source.glob("*.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    round_.store.close()
    toml = (folder / "form.toml").read_text(encoding="utf-8")
    monkeypatch.setenv("XLTOOL_FORMS", str(tmp_path / "forms"))
    for text, stops in (
        (toml.replace("政府信息公开工作年度报告", "政府信息公开工作年报", 1), False),  # a sentence
        (toml.replace("r25 四、结转下年度继续办理", "r26 四、结转下年度继续办理"), True),
    ):
        if stops and text == toml:
            pytest.fail("the form has no such row")
        (folder / "form.toml").write_text(
            text.replace("r1 + r2 == r24 + r25", "r1 + r2 == r24 + r26") if stops else text, encoding="utf-8"
        )
        done = xltool("round", "status", "-r", round_.round.folder)
        assert (done.code == 4) == stops, done.err


# one answer


def test_a_changed_prior_is_said_until_rechecked(round_: OpenRound, tmp_path: Path) -> None:
    collect(
        round_,
        mail("002", [("a.xlsx", filled(round_, "002", {"T3.r1.c1": 0, "T3.r2.c1": 2, "T3.r3.c1": 2}))]),
    )
    assert stale(round_) == "" and state(round_, "002") == "accepted"
    last = to_json_of(round_, "002", 2024, {"T3.r25.c1": "3", "T3.r1.c1": "3"})
    (tmp_path / "last.json").write_text(json.dumps(last), encoding="utf-8")
    set_prior(round_.round.folder, [str(tmp_path / "last.json")])
    round_.store.close()
    with opened(round_.round.folder, date(2026, 1, 10)) as later:
        assert "recheck" in stale(later) and state(later, "002") == "accepted"
        (one,) = [one for one in recheck(later, later.contacts) if one.has_changed]
        assert one.after is not None and one.after.status == "rejected"
        assert stale(later) == "" and state(later, "002") == "rejected"
        (letter_due,) = due(later, "return")
        letter = letter_due.write()
        assert "1 处" in letter.subject


def test_every_command_gives_the_same_answer(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", WRONG))
    take(round_, "b.xlsx", filled(round_, "003", {"T2.r2.c1": 9, "T2.r2.c3": 1}))
    shown = show_unit(round_, round_.contact("002"), ".")
    (error,) = [finding for finding in shown.findings if finding.severity == "error"]
    (one,) = due(round_, "return")
    letter = one.write()
    assert error.message in letter.body and status(round_, "002").standing.errors == 1
    warned = show_unit(round_, round_.contact("003"), ".")
    assert (
        sum(finding.severity == "warning" for finding in warned.findings)
        == status(round_, "003").standing.warnings
    )
    events = [event for event in round_.store.events("002") if event.kind == "version"]
    assert [row["message"] for row in events[0].data["findings"]] == [error.message]
    document_ = shown.document()
    assert document_["findings"][0]["message"] in [finding.message for finding in shown.findings]


def test_a_kept_file_that_was_changed_does_not_count(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", new(3)))
    place = round_.round.kept(next(round_.store.versions.all()).path)
    place.chmod(0o644)
    place.write_bytes(filled(round_, "002", new(31337)))
    view = overview(round_)
    assert view.exit_code == 3 and place.name in view.faults[0]
    assert not any(isinstance(one, CheckedReturn) for _, _, one in accepted(round_))


# decisions


def test_a_claim_makes_the_return_the_units_own(round_: OpenRound) -> None:
    (one,) = collect(round_, mail("003", [("a.xlsx", filled(round_, "002", new(3)))]))
    assert one.outcome == "held"
    clerk.claim(round_, one.n, round_.contact("003"), "电话核实")
    (found,) = [one for _, _, one in accepted(round_)]
    assert isinstance(found, CheckedReturn) and found.submission.unit.name == "示例县民政局"
    with pytest.raises(UsageError) as caught:
        clerk.claim(round_, one.n, round_.contact("002"), "电话核实")
    assert caught.value.code == "C-claimed"
    (other,) = collect(round_, mail("003", [("a.xlsx", filled(round_, "004", WRONG))]))
    clerk.claim(round_, other.n, round_.contact("004"), "电话核实")
    assert state(round_, "004") == "rejected"  # a claim accepts no errors
    clerk.accept(round_, round_.contact("004"), "历史数据")
    assert state(round_, "004") == "accepted-reason"


def test_what_waits_can_be_dismissed_and_taken_back(round_: OpenRound) -> None:
    (one,) = collect(round_, mail(STRANGER, subject="请问"))
    clerk.dismiss(round_, one.n, "广告")
    assert waits(round_) == []
    clerk.dismiss(round_, one.n, undo=True)
    assert waits(round_) == [one.n]
    assert "dismiss 1" in show_arrival(round_, 1, ".").todo[-1]


def test_an_acceptance_holds_while_the_figures_stay(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", WRONG))
    clerk.accept(round_, round_.contact("002"), "历史数据")
    texts = dict.fromkeys(round_.form.texts, "信息处理费没有。")
    take(round_, "b.xlsx", filled(round_, "002", WRONG, texts=texts))
    found = status(reopened(round_), "002")
    assert (found.state, found.version, found.standing.reason) == ("accepted-reason", 2, "历史数据")
    take(reopened(round_), "c.xlsx", filled(round_, "002", {"T3.r25.c1": 2}))
    found = status(round_, "002")
    assert (found.state, found.version, found.next) == ("accepted-reason", 2, "newer")


def test_an_excused_unit_is_not_reminded(round_: OpenRound) -> None:
    register(round_, "issue", list(round_.contact_of))
    clerk.exclude(round_, round_.contact("001"), "机构撤销")
    collect(round_, mail("002", subject="请问"), mail("003", subject="自动回复"))
    told = [one.contact.unit.code for one in due(round_, "remind")]
    assert state(round_, "001") == "excluded" and told == ["003", "004", "005", "006", "007"]


def test_a_second_person_can_be_required(tmp_path: Path) -> None:
    round_ = county(tmp_path)
    config = round_.round.path("round.toml")
    config.write_text(config.read_text(encoding="utf-8") + "\n[review]\nrequired = true\n", encoding="utf-8")
    take(round_, "a.xlsx", filled(round_, "002"))
    round_.store.close()
    again = open_now(round_.round.folder, date(2026, 1, 10))
    assert state(again, "002") == "review"
    clerk.accept(again, again.contact("002"), "", by="李四")
    assert state(again, "002") == "accepted"
    again.store.close()


# documents


@pytest.mark.slow
def test_the_documents_hold_what_the_contract_says(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", new(3)))
    collect(round_, mail(STRANGER, subject="请问 {x}"))
    with round_.store.change():
        pass
    rows = document(listed(round_, everything=True))["arrivals"]
    keys = [
        "n",
        "at",
        "source",
        "name",
        "sha256",
        "sent_at",
        "outcome",
        "unit",
        "reason",
        "text",
        "clues",
        "waits",
    ]
    assert [list(row) for row in rows] == [keys] * 2
    assert rows[0]["clues"] == {"token": "002"} and rows[0]["waits"] is False and rows[1]["waits"] is True
    round_.store.close()
    done = xltool("round", "status", "--json", "-r", round_.round.folder)
    answer = json.loads(done.out)
    assert (done.code, answer["schema"], answer["waiting"]) == (1, 2, [2])
    keys = [
        "code",
        "name",
        "state",
        "version",
        "errors",
        "warnings",
        "late",
        "last",
        "next",
        "reason",
        "waits",
    ]
    assert all(list(unit) == keys for unit in answer["units"])
    shown = json.loads(xltool("round", "show", "002", "--json", "-r", round_.round.folder).out)
    assert list(shown) == [
        "schema",
        "unit",
        "version",
        "findings",
        "changes",
        "clues",
        "letters",
        "history",
        "todo",
    ]
    for command in (["status"], ["arrivals"], ["arrivals", "--all"], ["show", "002"], ["log"]):
        text = xltool("round", *command, "-r", round_.round.folder)
        assert "{" not in text.out.replace("请问 {x}", "") and "Traceback" not in text.err


def test_a_unit_may_have_a_deadline_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(
        "单位代码,单位名称,截止日期\n1,甲局,2026-01-05\n2,乙局,\n", encoding="utf-8"
    )
    round_ = begun(tmp_path / "R", tmp_path / "r.csv")
    found = {contact.unit.code: (one.state, one.late) for contact, one in overview(round_).lines}
    assert found == {"1": ("late", 5), "2": ("unsent", 0)}
    assert isinstance(Arrived("", "", ""), Arrived)


def test_a_prior_that_is_not_there_is_said(round_: OpenRound) -> None:
    config = round_.round.path("round.toml")
    config.write_text(f'prior = "上年"\n{config.read_text(encoding="utf-8")}', encoding="utf-8")
    round_.store.close()
    again = open_now(round_.round.folder, date(2026, 1, 10))
    with pytest.raises(ConfigError):
        Collector(again)
    again.store.close()
