"""Reports, zip and drafts follow the board: what counts now, nothing else, and nothing of anybody's is lost."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from support.command import xltool
from support.rounds import collect, county, filled, mail, state, take

from xltool.app.round import decide as clerk
from xltool.app.round.opened import OpenRound, catch_up
from xltool.app.round.report import write_drafts_of, write_reports_of
from xltool.core.errors import UsageError, XltoolError

pytestmark = pytest.mark.slow  # each runs a round

WRONG = {"T3.r25.c1": 1}


@pytest.fixture
def round_(tmp_path: Path) -> OpenRound:
    return county(tmp_path)


def new(n: int) -> dict[str, object]:
    return {"T3.r1.c1": n, "T3.r3.c1": n}


def made(opened: OpenRound, force: bool = False) -> list[str]:
    """The names of what was written; faults as their code."""
    return [
        str(one.code) if isinstance(one, XltoolError) else one.name
        for _, one in write_reports_of(opened, force)
    ]


def folder(opened: OpenRound) -> Path:
    return opened.round.path("reports")


def in_zip(opened: OpenRound) -> dict[str, bytes]:
    with ZipFile(folder(opened) / "全部报告.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return "".join(p.text for p in document.paragraphs)


NAME = "{}-{}-2025年政府信息公开工作年度报告.docx"
CZ, MZ = NAME.format("002", "示例县财政局"), NAME.format("003", "示例县民政局")


def test_a_second_run_makes_what_changed_and_sets_the_old_aside(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", new(3)))
    assert made(round_) == [CZ, "全部报告.zip"] and made(round_) == []
    old = (folder(round_) / CZ).read_bytes()
    take(round_, "b.xlsx", filled(round_, "002", new(5)))
    take(round_, "c.xlsx", filled(round_, "003"))
    assert made(round_) == [CZ, MZ, "全部报告.zip"]
    assert (folder(round_) / "已作废" / CZ).read_bytes() == old
    assert in_zip(round_).keys() == {CZ, MZ, "报告清单.xlsx"}


def test_a_report_of_who_no_longer_counts_is_set_aside(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002"))
    take(round_, "b.xlsx", filled(round_, "003"))
    made(round_)
    clerk.exclude(round_, round_.contact("002"), "发错")
    assert made(round_) == ["全部报告.zip"]
    assert not (folder(round_) / CZ).exists() and (folder(round_) / "已作废" / CZ).is_file()
    assert in_zip(round_).keys() == {MZ, "报告清单.xlsx"}
    clerk.exclude(round_, round_.contact("002"), "", undo=True)
    assert made(round_) == [CZ, "全部报告.zip"]


def test_an_edited_report_stays_is_named_and_goes_into_the_zip(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", new(3)))
    made(round_)
    document = docx.Document(str(folder(round_) / CZ))
    document.add_paragraph("落款")
    document.save(str(folder(round_) / CZ))
    edited = (folder(round_) / CZ).read_bytes()
    take(round_, "b.xlsx", filled(round_, "002", new(5)))
    assert made(round_) == ["C-edited", "全部报告.zip"]
    assert (folder(round_) / CZ).read_bytes() == edited == in_zip(round_)[CZ]
    catch_up(round_.round, round_.store)
    done = xltool("round", "report", "-r", round_.round.folder)
    assert done.code == 3 and CZ in done.err and "--force" in done.err
    assert made(round_, force=True) == [CZ, "全部报告.zip"]
    assert (folder(round_) / "已作废" / CZ).read_bytes() == edited


def test_what_is_accepted_in_spite_of_errors_is_final(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", WRONG))
    assert made(round_) == []
    clerk.accept(round_, round_.contact("002"), "历史数据")
    assert made(round_) == [CZ, "全部报告.zip"]
    assert "草稿" not in words((folder(round_) / CZ).read_bytes())


def test_only_drafts_are_drafts_and_named_so(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", WRONG))
    take(round_, "b.xlsx", filled(round_, "003"))
    ((_, path),) = write_drafts_of(round_)
    assert isinstance(path, Path) and path.name == CZ.replace(".docx", "（草稿）.docx")
    assert "草稿" in words(path.read_bytes()) and list(write_drafts_of(round_)) == []
    assert made(round_) == [MZ, "全部报告.zip"] and path.is_file() and path.name not in in_zip(round_)
    take(round_, "c.xlsx", filled(round_, "002"))
    assert made(round_) == [CZ, "全部报告.zip"] and not path.exists()
    assert (folder(round_) / "已作废" / path.name).is_file()


def test_a_lost_record_of_what_was_written_writes_nothing_over(round_: OpenRound) -> None:
    """After `repair` nobody knows whose a file is: the same bytes are ours, others are somebody's."""
    take(round_, "a.xlsx", filled(round_, "002"))
    made(round_)
    round_.store.db.execute("DELETE FROM own_file")
    assert made(round_) == []
    (folder(round_) / CZ).write_bytes(b"somebody's")
    round_.store.db.execute("DELETE FROM own_file")
    assert made(round_) == ["C-edited", "全部报告.zip"]
    assert (folder(round_) / CZ).read_bytes() == b"somebody's"


def test_the_board_stays_as_somebody_edited_it(round_: OpenRound) -> None:
    catch_up(round_.round, round_.store)
    place = round_.round.folder
    assert xltool("round", "status", "-r", place).code == 0
    (place / "board.html").write_text("我的批注", encoding="utf-8")
    done = xltool("round", "status", "-r", place)
    assert done.code == 3 and "board.html" in done.err
    assert (place / "board.html").read_text(encoding="utf-8") == "我的批注"


def test_after_the_end_nothing_changes_by_itself(round_: OpenRound) -> None:
    take(round_, "a.xlsx", filled(round_, "002", new(3)))
    clerk.close(round_, "已汇总")
    with pytest.raises(UsageError):
        clerk.close(round_)
    (one,) = collect(round_, mail("002", [("b.xlsx", filled(round_, "002", new(5)))]))
    (other,) = collect(round_, mail("003", [("c.xlsx", filled(round_, "003"))]))
    assert (one.outcome, one.reason, other.outcome) == ("held", "closed", "held")
    assert state(round_, "002") == "accepted" and state(round_, "003") == "held"
    clerk.claim(round_, other.n, round_.contact("003"), "补报")
    assert state(round_, "003") == "accepted"
    clerk.close(round_, undo=True)
    catch_up(round_.round, round_.store)
    done = xltool("round", "collect", "-r", round_.round.folder)
    assert done.code == 0 and "重新判断" in done.err
    assert state(round_, "002") == "accepted" and made(round_) == [CZ, MZ, "全部报告.zip"]
