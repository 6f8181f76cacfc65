"""Letters of a round: each kind lists, drafts or registers exactly what is due now, and says nothing false."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import xltool
from support.rounds import collect, county, filled, mail, state, status, take

from xltool.app.round import decide as clerk
from xltool.app.round.letters import due
from xltool.app.round.letters_check import letter_faults
from xltool.app.round.opened import OpenRound, catch_up
from xltool.app.round.opening import open_now
from xltool.app.round.outbox import lay_drafts, pasted, register
from xltool.app.round.receipts import verify
from xltool.app.round.settings import begin
from xltool.core.errors import OutputError
from xltool.rounds.round import set_line

pytestmark = pytest.mark.slow  # each runs a round

WRONG = {"T3.r25.c1": 1}  # does not balance
FEWER = {"T2.r2.c1": 9, "T2.r2.c3": 1}  # a warning
REPORT = (
    "Content-Type: multipart/report; report-type={type}; boundary=b\r\nFrom: {sender}\r\nSubject: x\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nsee below\r\n--b\r\nContent-Type: message/{kind}\r\n\r\n{body}\r\n--b--\r\n"
)
STATUS = "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; cz@example.invalid\r\nAction: {action}\r\nStatus: 5.1.1\r\n"


def delivery(action: str) -> bytes:
    body = STATUS.format(action=action)
    return REPORT.format(
        type="delivery-status", kind="delivery-status", body=body, sender="mailer-daemon@x.invalid"
    ).encode()


READ = REPORT.format(
    type="disposition-notification", kind="disposition-notification", sender="cz@example.invalid",
    body="Disposition: manual-action/MDN-sent-manually; displayed\r\n",
).encode()  # fmt: skip


@pytest.fixture
def round_(tmp_path: Path) -> OpenRound:
    found = county(tmp_path)
    register(found, "issue")
    return found


def codes(opened: OpenRound, kind: str, warnings: bool = False) -> list[str]:
    return [one.contact.unit.code for one in due(opened, kind, (), warnings)]


def the(opened: OpenRound, kind: str, unit: str = "002") -> str:
    (one,) = due(opened, kind, [unit])
    letter = one.write()
    return f"{letter.subject}\n{letter.body}"


def test_every_kind_is_due_once(round_: OpenRound) -> None:
    assert codes(round_, "issue") == []
    assert codes(round_, "remind") == [f"00{n}" for n in range(1, 8)]
    take(round_, "a.xlsx", filled(round_, "002"))
    take(round_, "b.xlsx", filled(round_, "003", WRONG))
    assert codes(round_, "receipt") == ["002"] and codes(round_, "return") == ["003"]
    for kind in ("remind", "receipt", "return"):
        assert register(round_, kind) and register(round_, kind) == [] and codes(round_, kind) == []
    take(round_, "c.xlsx", filled(round_, "003", {"T3.r25.c1": 2}))
    take(round_, "d.xlsx", filled(round_, "002", {"T3.r1.c1": 4, "T3.r3.c1": 4}))
    assert codes(round_, "return") == ["003"] and codes(round_, "receipt") == ["002"]


def test_a_newer_return_with_errors_beside_an_accepted_one_is_returned(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002"))
    take(round_, "b.xlsx", filled(round_, "002", WRONG))
    assert state(round_, "002") == "accepted" and "第 2 次" in the(round_, "return")


def test_warnings_are_asked_about_where_that_is_wanted(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", FEWER))
    assert status(round_, "002").state == "accepted-warnings"
    assert codes(round_, "return") == [] and codes(round_, "return", warnings=True) == ["002"]
    register(round_, "return", ["002"], warnings=True)
    assert codes(round_, "return", warnings=True) == []


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (mail("002", [("盖章件.pdf", b"%PDF-1.4")]), "“盖章件.pdf”不能采用：这是PDF 文件"),
        (mail("002", [("a.xlsx", b"PK\3\4 cut")]), "“a.xlsx”不能采用：文件已损坏"),
        (mail("002", body="文件在 https://pan.baidu.com/s/1abc"), "只有链接"),
        (mail("002", subject="请问几号截止"), "邮件里没有报送表"),
    ],
    ids=["pdf", "cut", "link", "question"],
)
def test_what_came_and_is_no_return_is_answered(round_: OpenRound, message: bytes, said: str) -> None:
    collect(round_, message)
    letter = the(round_, "return")
    assert said in letter and "尚未收到" not in letter and "002" not in codes(round_, "remind")
    assert "没有收下" not in letter
    register(round_, "return", ["002"])
    assert codes(round_, "return") == [] and status(round_, "002").waits == ()


def test_a_blank_workbook_is_answered_and_not_reminded(round_: OpenRound) -> None:
    book = next(round_.round.path("outgoing").glob("002*")).read_bytes()
    collect(round_, mail("002", [("表.xlsx", book)]))
    assert "什么也没有填" in the(round_, "return") and "002" not in codes(round_, "remind")


def test_receipts_prove_a_file(round_: OpenRound) -> None:
    data = filled(round_, "002", {"T3.r1.c1": 4, "T3.r3.c1": 4})
    take(round_, "a.xlsx", data)
    letter = the(round_, "receipt")
    code = re.search(r"校验码：([A-Z0-9]{4}-[A-Z0-9]{4})", letter)
    assert code and re.search(r"\d{4}年\d{1,2}月\d{1,2}日\d{1,2}时\d\d分收到", letter)
    for told in ("新收申请：4", "办理结果总计：4", "结转下年度：0", "行政复议、行政诉讼：0"):
        assert told in letter
    assert verify(round_, f" {code[1].lower()} ", data).versions[0].n == 1
    other = bytearray(data)
    other[-1] ^= 1
    assert not verify(round_, code[1], bytes(other)).is_right
    assert not verify(round_, "AAAA-AAAA", data).is_right


def test_a_work_group_is_told_who_is_missing(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002"))
    first, *letters, phones = pasted(round_, "remind", list(due(round_, "remind")))
    assert "6 个单位尚未报送" in first and "2026年1月20日" in first and "财政局" not in first
    assert len(letters) == 6 and "示例县档案馆" in phones and "没有电话" in phones


def test_drafts_are_laid_anew_with_their_own_list_and_edited_ones_stay(round_: OpenRound) -> None:
    folder = round_.round.path("drafts", "remind")
    laid = list(lay_drafts(round_, "remind", list(due(round_, "remind"))))
    assert all(isinstance(path, Path) for path in laid)
    take(round_, "a.xlsx", filled(round_, "002"))
    edited = folder / "003-示例县民政局" / "信件.txt"
    edited.write_text("改过的话", encoding="utf-8")
    laid = list(lay_drafts(round_, "remind", list(due(round_, "remind"))))
    assert {str(one.args_["path"]) for one in laid if isinstance(one, OutputError)} == {str(edited)}
    assert edited.read_text(encoding="utf-8") == "改过的话"
    assert not list(folder.glob("002*")) and (folder / "001-示例县教育局.eml").is_file()
    rows = openpyxl.load_workbook(io.BytesIO((folder / "发送清单.xlsx").read_bytes())).active
    assert rows is not None and [row[0].value for row in rows.iter_rows(min_row=2)] == ["001", "004", "005", "006", "007"]  # fmt: skip
    again = list(lay_drafts(round_, "remind", []))
    assert len(again) == 1 and not (folder / "发送清单.xlsx").exists()


def test_numbers_of_persons_are_masked_in_letters(round_: OpenRound) -> None:
    said = "联系人身份证号11010519491231002X，手机13912345678。"
    take(round_, "a.xlsx", filled(round_, "002", WRONG, texts=dict.fromkeys(round_.form.texts, said)))
    letter = the(round_, "return")
    assert "11010519491231002X" not in letter and "13912345678" not in letter


# the office's own letters


def own(tmp_path: Path) -> OpenRound:
    (tmp_path / "roster.csv").write_text("单位代码,单位名称\n001,示例县教育局\n", encoding="utf-8")
    begin(tmp_path / "R", "zfxxgknb-2021", 2025, date(2026, 1, 20), "公开办", tmp_path / "roster.csv")
    set_line(tmp_path / "R", "contact", "张三")
    set_line(tmp_path / "R", "phone", "0537-1234567")
    return open_now(tmp_path / "R", date(2026, 1, 10))


def test_a_new_round_has_its_own_letters_which_are_found_right(tmp_path: Path) -> None:
    opened = own(tmp_path)
    assert {path.name for path in (tmp_path / "R" / "letters").iterdir()} == {
        "issue.txt", "remind.txt", "return.txt", "receipt.txt"
    }  # fmt: skip
    assert letter_faults(opened) == []
    letter = tmp_path / "R" / "letters" / "remind.txt"
    letter.write_text(
        letter.read_text(encoding="utf-8").replace("请尽快报送", "请抓紧报送"), encoding="utf-8"
    )
    assert letter_faults(opened) == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("remind", "{{ unit }}", "{{ uint }}", "第 3 行要“uint”"),
        ("issue", "{{ deadline }}", "", "里没有截止日期"),
        ("issue", "{{ tag }}", "", "里没有主题里的编号"),
        ("return", "{% if problem %}", "{% if problem", "不能使用"),
        ("receipt", "{{ code }}", "", "里没有校验码"),
    ],
)
def test_what_is_wrong_in_an_edited_letter_is_named(
    tmp_path: Path, kind: str, old: str, new: str, said: str
) -> None:
    own(tmp_path).store.close()
    path = tmp_path / "R" / "letters" / f"{kind}.txt"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = xltool("round", "letters", "check", "-r", tmp_path / "R")
    assert done.code == 4 and said in done.out and f"{kind}.txt" in done.out
    assert len(done.out.splitlines()) == 1


# whoever is told that nothing came has sent nothing

SILENT = {
    "auto": mail("002", subject="自动回复"), "bounce": delivery("failed"), "delayed": delivery("delayed"),
    "read-receipt": READ,
}  # fmt: skip
HEARD = {
    "no-file": mail("002", subject="请问"), "link": mail("002", body="https://pan.baidu.com/s/1abc"),
    "refused": mail("002", [("a.pdf", b"%PDF-1.4")]), "picture": mail("002", [("a.png", b"\x89PNG")]),
    "other": mail("002", [("a.xlsx", b"PK\3\4")]),
}  # fmt: skip
TEMPLATE: dict[str, Path] = {}


@given(st.lists(st.sampled_from([*SILENT, *HEARD, "taken", "blank", "excluded"]), max_size=4))
@settings(max_examples=40)
def test_only_who_was_never_heard_is_told_that_nothing_came(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str]
) -> None:
    if not TEMPLATE:
        made = county(tmp_path_factory.mktemp("template"))
        register(made, "issue")
        catch_up(made.round, made.store)
        made.store.close()
        TEMPLATE["folder"] = made.round.folder
    folder = tmp_path_factory.mktemp("round") / "R"
    shutil.copytree(TEMPLATE["folder"], folder)
    opened = open_now(folder, date(2026, 1, 10))
    for number, kind in enumerate(kinds):
        if kind == "excluded":
            clerk.exclude(opened, opened.contact("002"), "发错")
        elif kind in ("taken", "blank"):
            book = (
                next(folder.glob("outgoing/002*")).read_bytes() if kind == "blank" else filled(opened, "002")
            )
            collect(opened, mail("002", [("a.xlsx", book)], subject=str(number)))
        else:
            message = (SILENT | HEARD)[kind]
            collect(opened, message.replace(b"Subject: ", f"Subject: {number} ".encode(), 1))
    told = "002" in codes(opened, "remind")
    assert not told or set(kinds) <= SILENT.keys()
    assert told or bool(set(kinds) - {"auto", "delayed", "read-receipt"})
    opened.store.close()
