"""A made-up county of 80 units as it really reports, and mailboxes with anything in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.nasty_mails import messages
from support.rounds import begun, county, filled, mail, zipped

from xltool.app.round.collect import Collector
from xltool.app.round.kept import statuses
from xltool.app.round.opened import OpenRound
from xltool.app.round.taking import Arrived

WORDS = [
    "教育",
    "财政",
    "民政",
    "水务",
    "司法",
    "农业",
    "商务",
    "文化",
    "卫生",
    "审计",
    "统计",
    "林业",
    "交通",
    "住建",
    "应急",
    "信访",
    "档案",
    "气象",
    "体育",
    "人社",
]
UNITS = [f"示例县{word}{kind}" for kind in ("局", "中心", "办公室") for word in WORDS] + [
    f"示例{n}镇人民政府" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
]
RENAMED = {3: "示例县水利局", 20: "示例县教育服务站", 41: "示例县财政所"}


def roster_of_80(folder: Path, old_names: bool) -> Path:
    lines = ["单位代码,单位名称,单位类别,邮箱,曾用名"]
    for n, name in enumerate(UNITS):
        address = (
            f"zhen{n // 4}@example.invalid" if n >= 60 else "" if n % 17 == 0 else f"u{n}@example.invalid"
        )
        former = RENAMED.get(n, "")
        own = former if old_names and former else name
        lines.append(
            f"{n:03},{own},{'乡镇街道' if n >= 60 else '县级部门'},{address},{'' if old_names else former}"
        )
    path = folder / "roster-of-80.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def put(n: int) -> dict[str, object]:
    return {"T3.r1.c1": n, "T3.r3.c1": n}


@pytest.mark.slow
def test_a_county_of_80(tmp_path: Path) -> None:
    """Few wait, each with the right proposal, and no return goes to a wrong unit."""
    round_ = begun(tmp_path / "R", roster_of_80(tmp_path, old_names=True))
    issued_under = {contact.unit.code: contact.unit.name for contact in round_.contacts}
    round_.store.close()
    roster = round_.round.roster
    roster.write_text(roster_of_80(tmp_path, old_names=False).read_text(encoding="utf-8"), encoding="utf-8")
    from xltool.app.round.opening import open_now

    round_ = open_now(round_.round.folder, round_.today)
    assert round_.notices == []  # the former names are in the roster
    sent, right = tmp_path / "in", dict[str, str]()
    (sent / "微信").mkdir(parents=True)
    for n, name in enumerate(UNITS):
        code = f"{n:03}"
        key = b"" if n % 40 == 7 else None  # two copied the tables into an older workbook
        texts = dict.fromkeys(round_.form.texts, "信息处理费无。") | {"N0": f"本报告由{name}编制。"}
        of = "011" if n == 10 else code  # one filled in its neighbour's workbook
        book = filled(round_, of, put(n), key, texts, name=issued_under[of])
        address = f"zhen{n // 4}@example.invalid" if n >= 60 else f"u{n}@example.invalid"
        if n % 5 == 0 and n != 10:
            file = sent / "微信" / (f"{name}2025年报.xlsx" if n % 2 else f"报送表({n}).xlsx")
            file.write_bytes(book)
            right[file.as_posix()] = code
            continue
        if n % 5 == 1:
            address = f"1380013{n:04}@private.invalid"
        data = mail(address, [(f"{name}.xlsx" if n % 3 else "报送表.xlsx", book)], f"{n}", f"{n % 9 + 1:02}")
        if n % 5 == 2:
            data = mail(f"clerk@office{n}.invalid", forwarded=[data], subject=f"转发 {n}")
        elif n % 5 == 3:
            (sent / f"{n:03}.zip").write_bytes(zipped({f"材料/{name}.eml": data}))
            right[f"{sent.as_posix()}/{n:03}.zip"] = code
            continue
        (sent / f"{n:03}.eml").write_bytes(data)
        right[f"{sent.as_posix()}/{n:03}.eml"] = code
    found = list(Collector(round_).folder(sent))
    held = [one for one in found if one.outcome == "held"]
    assert len(found) == len(UNITS) and {one.outcome for one in found} == {"taken", "held"}
    assert 0 < len(held) <= 0.08 * len(UNITS)
    for one in found:
        code = next(code for place, code in right.items() if one.source.startswith(place))
        assert one.unit == code, (one.source, one.outcome, one.text)
    states = [status.state for _, status in statuses(round_)]
    assert states.count("accepted") == len(UNITS) - len(held)
    round_.store.close()


# nothing vanishes

KINDS = ("book", "picture", "pdf", "text", "page", "ledger", "zip", "inner", "empty-inner")


def built(round_: OpenRound, number: int, kinds: list[str]) -> tuple[bytes, int]:
    """A message with these things in it, and how many files that are."""
    files: list[tuple[str, bytes]] = []
    inner: list[bytes] = []
    count = 0
    for place, kind in enumerate(kinds):
        mark = f"{number}-{place}".encode()
        count += 1
        if kind == "book":
            files.append((f"{place}.xlsx", BOOKS[place % len(BOOKS)] + b""))
        elif kind == "zip":
            files.append(
                (f"{place}.zip", zipped({"a.txt": b"x" + mark, "b/c.pdf": b"%PDF" + mark, ".no": b"x"}))
            )
            count += 1
        elif kind == "inner":
            inner.append(mail("002", [("i.pdf", b"%PDF-1.4" + mark)], subject=f"{number}.{place}"))
        elif kind == "empty-inner":
            inner.append(mail("003", subject=f"{number}.{place}"))
            count -= 1
        else:
            data = {
                "picture": b"\x89PNG\r\n\x1a\n",
                "pdf": b"%PDF-1.4",
                "text": b"hello ",
                "page": b"<html>",
                "ledger": b"PK\x03\x04",
            }
            files.append((f"{place}.bin", data[kind] + mark))
    return mail("001", files, subject=str(number), forwarded=inner), count


BOOKS: list[bytes] = []


@pytest.mark.slow
@given(
    st.lists(st.lists(st.sampled_from(KINDS), max_size=4), min_size=1, max_size=5),
    st.lists(st.integers(0, 90), max_size=4),
)
@settings(max_examples=25)
def test_every_message_and_every_file_is_one_arrival(
    tmp_path_factory: pytest.TempPathFactory, mailbox: list[list[str]], nasty: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("m")
    round_ = county(folder)
    BOOKS[:] = [filled(round_, code) for code in ("001", "002", "003")]
    box, expected = [], []
    for number, kinds in enumerate(mailbox):
        data, count = built(round_, number, kinds)
        box.append(data)
        expected.append(count)
    strange = list(messages(BOOKS[0], b"PK\x03\x04", "[x]"))
    box += [strange[n % len(strange)].data for n in nasty]
    first = [list(Collector(round_).message(data, f"in/{n}.eml")) for n, data in enumerate(box)]
    for kinds, count, found in zip(mailbox, expected, first, strict=False):
        empty = kinds.count("empty-inner")
        assert max(count, 1) <= len(found) <= max(count + empty, 1), (kinds, found)
    fresh: list[Arrived] = [one for found in first for one in found if one.outcome != "again"]
    arrivals = list(round_.store.arrivals.all())
    assert [one.n for one in arrivals] == [one.n for one in fresh] == list(range(1, len(fresh) + 1))
    assert all(found for found in first) and len({one.key for one in arrivals}) == len(arrivals)
    events = round_.store.last_event()
    second = [list(Collector(round_).message(data, f"in/{n}.eml")) for n, data in enumerate(box)]
    assert {one.outcome for found in second for one in found} == {"again"}
    assert round_.store.last_event() == events and [len(found) for found in second] == [
        len(found) for found in first
    ]
    round_.store.close()
