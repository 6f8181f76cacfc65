"""The command as people run it: exit codes, one clear sentence, and the JSON others read."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import SAMPLES
from support.command import xltool

from xltool.reading.form.find import DATA

FORM = "zfxxgknb-2021"
GOOD = SAMPLES / "jinxiang-2025.json"
BALANCE = "T3.r1.c1"


def document(**values: str | None) -> dict[str, Any]:
    data = json.loads(GOOD.read_text(encoding="utf-8"))
    data["values"].update({address.replace("_", "."): value for address, value in values.items()})
    return data  # type: ignore[no-any-return]


def write(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good workbook, made by the command itself."""
    run = xltool("make", FORM, "--data", GOOD, "-o", tmp_path_factory.mktemp("made"))
    assert run.code == 0, run.err
    return Path(run.lines[0])


# --- wrong input: one sentence, the right code ----------------------------------------------------


def test_missing_file(tmp_path: Path) -> None:
    run = xltool("check", tmp_path / "没有.xlsx")
    assert run.code == 3 and "找不到" in run.out and "没有.xlsx" in run.out and "Traceback" not in run.err


def test_folder_without_workbooks(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "empty" in xltool("check", tmp_path / "empty").sentence(3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("a.xlsx", "单位,数量\n某某局,3\n".encode(), "文本文件"),
        ("b.xlsx", b"", "空文件"),
        ("c.xlsx", b"PK\x03\x04 cut off", "损坏"),
        ("d.xlsx", b"<html><table></table></html>", "网页"),
        ("e.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版"),
        ("a.json", b"{", "报送数据"),
        ("b.json", b"[" * 100_000, "报送数据"),
        ("c.json", b'{"schema": 1, "values": {}}', ""),
        ("d.json", b'{"schema":1,"form":"x","version":"1","values":{}}', "x-1"),
        ("e.json", "\ufeff{}".encode("utf-16"), "报送数据"),
        ("f.json", b'{"a": 1' + b"0" * 5000 + b"}", "报送数据"),
    ],
)
def test_files_that_are_no_return(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(content)
    for answer in (xltool("check", tmp_path / name), xltool("check", "--json", tmp_path / name)):
        assert answer.code == 3 and "Traceback" not in answer.err
    file = json.loads(answer.out)["files"][0]
    assert file["status"] == "unreadable" and file["submission"] is None
    (finding,) = file["findings"]
    assert finding["code"].startswith("W-") and finding["severity"] == "error" and word in finding["message"]


@pytest.mark.slow
def test_unknown_form_names_the_known_ones(tmp_path: Path) -> None:
    said = xltool("make", "atlantis-1999", "--year", 2025, "--unit", "某", "-o", tmp_path).sentence(2)
    assert "atlantis-1999" in said and FORM in said
    for command in ("show", "check", "cells", "doc"):
        xltool("form", command, "atlantis-1999").sentence(2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "at", "word"),
    [
        (["单位代码,单位名称,单位类别", "001,甲局,县级部门", ",乙局,县级部门"], 3, "代码"),
        (["单位代码,单位名称,单位类别", "001,,县级部门"], 2, "名称"),
        (["单位代码,单位名称,单位类别", "001,甲局,村级"], 2, "村级"),
        (["单位代码,单位名称", "001,甲局", "002,乙局", "", "001,丙局"], 5, "001"),
        (["单位代码,单位名称", "001,甲局", "002,甲局"], 3, "甲局"),
        (["code,name", "../x,甲局"], 2, "../x"),
        (["code,name", "001,甲\x07局"], 2, "不能打印"),
    ],
)
def test_bad_roster_line_is_named(tmp_path: Path, lines: list[str], at: int, word: str) -> None:
    (tmp_path / "r.csv").write_text("\n".join(lines), encoding="utf-8")
    said = xltool(
        "make", FORM, "--year", 2025, "--roster", tmp_path / "r.csv", "-o", tmp_path / "o"
    ).sentence(2)
    assert f"第 {at} 行" in said and word in said and "r.csv" in said
    assert not (tmp_path / "o").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""), ("b.csv", b"a,b\n1,2\n"), ("c.csv", "单位代码,单位名称\n".encode()), ("d.csv", b"\xff\xfe\x80\x81"),
        ("e.xlsx", b"no workbook"), ("f.txt", b"001"), ("missing.csv", None),
        ("h.csv", b'"' + b"a" * 200_000),
    ],
)  # fmt: skip
def test_rosters_that_are_none(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    said = xltool("make", FORM, "--year", 2025, "--roster", tmp_path / name, "-o", tmp_path / "o").sentence(2)
    assert name in said


@pytest.mark.slow
def test_existing_output_is_not_overwritten(tmp_path: Path) -> None:
    arguments = ("make", FORM, "--data", GOOD, "-o", tmp_path)
    made = Path(xltool(*arguments).lines[0])
    made.write_bytes(b"mine")
    assert made.name in xltool(*arguments).sentence(3)
    assert made.read_bytes() == b"mine"
    assert xltool(*arguments, "--force").code == 0
    assert made.read_bytes()[:2] == b"PK"
    assert sorted(path.name for path in tmp_path.iterdir()) == [made.name]  # no drafts left


@pytest.mark.slow
def test_existing_report_is_not_overwritten(tmp_path: Path) -> None:
    arguments = ("report", GOOD, "-o", tmp_path)
    made = Path(xltool(*arguments).lines[0])
    assert made.suffix == ".docx" and made.name.startswith("012-金乡县投资促进服务中心-2025年")
    made.write_bytes(b"mine")
    assert made.name in xltool(*arguments).sentence(3) and made.read_bytes() == b"mine"
    assert xltool(*arguments, "--force").code == 0 and made.read_bytes()[:2] == b"PK"


@pytest.mark.slow
@pytest.mark.parametrize(
    "more", [("--unit", "别的单位"), ("--code", "999"), ("--year", 2024), ("--level", "省级")]
)
def test_data_that_disagrees(tmp_path: Path, more: tuple[object, ...]) -> None:
    said = xltool("make", FORM, "--data", GOOD, *more, "-o", tmp_path / "o").sentence(2)
    assert str(more[1]) in said and not (tmp_path / "o").exists()


def test_data_that_agrees(tmp_path: Path) -> None:
    run = xltool(
        "make", FORM, "--data", GOOD, "--unit", "金乡县投资促进服务中心", "--year", 2025, "-o", tmp_path
    )
    assert run.code == 0 and len(run.lines) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("--wrong",), ("wrong",), ("check",), ("check", "--wrong", "x"), ("make",), ("form", "wrong"),
        ("make", FORM), ("make", FORM, "--year", "2025", "-o", "o"), ("make", FORM, "--unit", "甲", "-o", "o"),
        ("make", FORM, "--year", "二", "--unit", "甲", "-o", "o"), ("make", FORM, "--year", "1", "--unit", "甲", "-o", "o"),
        ("make", FORM, "--year", "2025", "--unit", "甲", "--roster", "r.csv", "-o", "o"),
        ("make", FORM, "--year", "2025", "--unit", "甲", "--level", "村级", "-o", "o"),
        ("make", FORM, "--year", "2025", "--unit", "甲", "--code", "a/b", "-o", "o"),
        ("make", FORM, "--year", "2025", "--unit", "甲", "--profile", "atlantis", "-o", "o"),
        ("make", FORM, "--data", "missing.json", "-o", "o"), ("report", "x.json"), ("form", "show"),
        ("report", str(GOOD), "-o", "o", "--to", "odt"), ("check", str(GOOD), "--prior", "missing"),
    ],
)  # fmt: skip
def test_wrong_use(tmp_path: Path, arguments: tuple[object, ...]) -> None:
    assert xltool(*arguments, cwd=tmp_path).sentence(2)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_form_is_configuration(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(DATA / "templates" / FORM, folder)
    file = folder / "form.toml"
    text = file.read_text(encoding="utf-8").replace("r1 + r2 == r24", "r1 * r2 == r24")
    file.write_text(text, encoding="utf-8")
    line = next(n for n, words in enumerate(text.splitlines(), start=1) if "r1 * r2" in words)
    said = xltool("form", "check", folder).sentence(4)
    assert "form.toml" in said and f"第 {line} 行" in said and "T3" in said


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    xltool("make", FORM, "--data", GOOD, "-o", tmp_path / "file").sentence(3)
    assert (tmp_path / "file").read_bytes() == b""


# --- answers --------------------------------------------------------------------------------------


def test_json_of_check_has_the_contracts_shape(tmp_path: Path, workbook: Path) -> None:
    bad = write(tmp_path / "bad.json", document(T3_r1_c1="5"))
    run = xltool("check", "--json", workbook, bad)
    assert run.code == 1 and run.raw.isascii()
    data = json.loads(run.out)
    assert set(data) == {"schema", "files", "counts"} and data["schema"] == 1
    assert set(data["counts"]) == {"accepted", "accepted_with_warnings", "rejected", "unreadable"}
    assert sum(data["counts"].values()) == len(data["files"]) == 2
    keys = {"path", "sha256", "status", "saved_by", "located_by", "submission", "findings", "rules"}
    assert all(set(file) == keys for file in data["files"])
    first, second = data["files"]
    assert (first["status"], first["saved_by"], first["located_by"]) == ("accepted", "xltool", "labels+names")
    assert first["path"] == workbook.as_posix() and re.fullmatch(r"[0-9a-f]{64}", first["sha256"])
    assert (
        first["submission"] == json.loads(GOOD.read_text(encoding="utf-8"))
        or first["submission"]["notes"] == {}
    )
    assert len(first["submission"]["values"]) == 200
    assert (second["status"], second["saved_by"], second["located_by"]) == ("rejected", None, None)
    for finding in second["findings"]:
        assert set(finding) == {
            "code", "severity", "refs", "cells", "message", "value", "expected", "difference", "advice",
        }  # fmt: skip
        assert finding["cells"] == []  # a .json has none
    balance = next(f for f in second["findings"] if f["code"] == "T3-B01")
    assert balance["refs"] == [f"T3.{row}.c1" for row in ("r1", "r2", "r24", "r25")]
    assert int(balance["value"]) - int(balance["expected"]) == int(balance["difference"]) != 0


def test_json_of_check_is_read_again(tmp_path: Path, workbook: Path) -> None:
    file = json.loads(xltool("check", "--json", workbook).out)["files"][0]
    again = json.loads(xltool("check", "--json", write(tmp_path / "s.json", file["submission"])).out)[
        "files"
    ][0]
    assert again["submission"] == file["submission"] and again["findings"] == []


@pytest.mark.slow
def test_findings_of_a_workbook_have_cells(tmp_path: Path) -> None:
    bad = document(T3_r1_c1="5")
    bad["values"] = {a: n for a, n in bad["values"].items() if a not in ("T3.r1.c7", "T3.r24.c7")}
    made = xltool("make", FORM, "--data", write(tmp_path / "bad.json", bad), "-o", tmp_path / "o").lines[0]
    run = xltool("check", "--json", made)
    (finding,) = json.loads(run.out)["files"][0]["findings"]
    assert run.code == 1 and finding["code"] == "T3-B01"
    assert finding["cells"] == ["三、申请办理!D7", "三、申请办理!D8", "三、申请办理!D30", "三、申请办理!D31"]
    assert (finding["value"], finding["expected"], finding["difference"]) == ("5", "0", "5")
    people = xltool("check", made)
    assert "三、申请办理!D7" in people.out and "T3-B01" in people.out and people.code == 1


def test_warnings_alone_are_fine(tmp_path: Path) -> None:
    data = document(T2_r2_c1="5", T2_r2_c2="0", T2_r2_c3="1")
    run = xltool("check", "--json", write(tmp_path / "a.json", data))
    assert run.code == 0
    assert json.loads(run.out)["files"][0]["status"] == "accepted_with_warnings"


@pytest.mark.slow
def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, workbook: Path) -> None:
    shutil.copy(workbook, tmp_path / "1.xlsx")
    (tmp_path / "2.xlsx").write_bytes(b"text")
    write(tmp_path / "3.json", document(T3_r1_c1="5"))
    shutil.copy(workbook, tmp_path / "4.xlsx")
    run = xltool("check", "--json", tmp_path)
    assert run.code == 3  # unreadable wins over findings
    data = json.loads(run.out)
    assert [file["status"] for file in data["files"]] == ["accepted", "unreadable", "rejected", "accepted"]
    assert data["counts"] == {"accepted": 2, "accepted_with_warnings": 0, "rejected": 1, "unreadable": 1}
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["1.xlsx", "2.xlsx", "3.json", "4.xlsx"]
    reports = xltool("report", tmp_path / "1.xlsx", tmp_path / "2.xlsx", "-o", tmp_path / "o")
    assert reports.code == 3 and len(reports.lines) == 1 and Path(reports.lines[0]).is_file()


@pytest.mark.slow
def test_folders_are_walked_and_what_is_skipped_is_named(tmp_path: Path, workbook: Path) -> None:
    for folder in ("deep/deeper", "__MACOSX", ".hidden"):
        (tmp_path / folder).mkdir(parents=True)
        shutil.copy(workbook, tmp_path / folder / "a.xlsx")
    for name in ("~$a.xlsx", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    run = xltool("check", "--json", tmp_path)
    assert [Path(file["path"]).parent.name for file in json.loads(run.out)["files"]] == ["deeper"]
    assert run.code == 0 and len(run.err.splitlines()) == 4
    assert all(name in run.err for name in ("~$a.xlsx", "notes.txt", "__MACOSX", ".hidden"))
    named = xltool("check", "--json", tmp_path / "notes.txt")  # named explicitly: always answered
    assert named.code == 3 and len(json.loads(named.out)["files"]) == 1


@pytest.mark.slow
def test_wildcards_are_expanded_by_us(tmp_path: Path, workbook: Path) -> None:
    for name in ("甲.xlsx", "乙.xlsx"):
        shutil.copy(workbook, tmp_path / name)
    files = json.loads(xltool("check", "--json", "*.xlsx", cwd=tmp_path).out)["files"]
    assert sorted(file["path"] for file in files) == sorted(["甲.xlsx", "乙.xlsx"])
    assert "*.json" in xltool("check", "*.json", cwd=tmp_path).sentence(3)


def test_last_year_is_compared_when_given(tmp_path: Path) -> None:
    before = document(T3_r1_c1="3", T3_r1_c7="3", T3_r25_c1="3", T3_r25_c7="3")
    before["year"] -= 1
    prior = write(tmp_path / "prior.json", before)
    run = xltool("check", "--json", GOOD, "--prior", prior)
    found = {f["code"]: f for f in json.loads(run.out)["files"][0]["findings"]}
    assert run.code == 1 and found["P-01"]["refs"][1].startswith("prior.T3.r25")
    assert xltool("check", GOOD).code == 0


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gbk", "cp437", "ascii", "cp1252"])
def test_any_terminals_encoding(tmp_path: Path, encoding: str) -> None:
    data = document(T3_r1_c1="5")
    data["unit"]["name"] = "喆𠮷☃局"
    bad = write(tmp_path / "a.json", data)
    run = xltool("check", bad, encoding=encoding)
    assert run.code == 1 and "T3-B01" in run.out and "Traceback" not in run.err
    assert "\\U00020bb7" in run.out  # what the terminal cannot show is spelled out, never lost
    for arguments, code in ((("--help",), 0), (("form", "show", FORM), 0), (("wrong",), 2)):
        done = xltool(*arguments, encoding=encoding)
        assert done.code == code and "Traceback" not in done.err and "Error" not in done.err
    made = xltool("make", FORM, "--data", bad, "-o", tmp_path / "o", encoding=encoding)
    assert made.code == 0 and len(list((tmp_path / "o").iterdir())) == 1


def test_nothing_from_outside_moves_the_terminal(tmp_path: Path) -> None:
    data = document()
    data["unit"]["name"] = "甲\x1b[2J\u202e局\r\n"
    data["texts"] = {"N5": ""}
    run = xltool("check", write(tmp_path / "a.json", data))
    assert not set(run.out) & {"\x1b", "\u202e", "\r"}


# --- rosters --------------------------------------------------------------------------------------

UNITS = [("001", "甲局", "县级部门"), ("002", "乙镇人民政府", "乡镇街道")]
HEADS = [("单位代码", "单位名称", "单位类别"), ("code", "name", "level")]


@pytest.mark.slow
@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "gbk", "xlsx"])
def test_a_whole_roster(tmp_path: Path, kind: str, heads: tuple[str, ...]) -> None:
    roster = tmp_path / ("r.xlsx" if kind == "xlsx" else "r.csv")
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in (heads, *UNITS):
            book.active.append(row)
        book.save(roster)
    else:
        with roster.open("w", encoding=kind, newline="") as file:
            csv.writer(file).writerows([heads, *UNITS])
    run = xltool("make", FORM, "--year", 2025, "--roster", roster, "-o", tmp_path / "o")
    assert run.code == 0, run.err
    assert [Path(line).name for line in run.lines] == ["001-甲局-2025.xlsx", "002-乙镇人民政府-2025.xlsx"]
    files = json.loads(xltool("check", "--json", tmp_path / "o").out)["files"]
    units = [file["submission"]["unit"] for file in files]
    assert [(unit["code"], unit["name"], unit["level"]) for unit in units] == UNITS


@pytest.mark.slow
def test_a_roster_resumes_where_it_stopped(tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text("code,name\n001,甲局\n002,乙局\n", encoding="utf-8")
    arguments = ("make", FORM, "--year", 2025, "--roster", roster, "-o", tmp_path / "o")
    first = xltool(*arguments)
    Path(first.lines[1]).unlink()
    again = xltool(*arguments)
    assert again.code == 3 and again.lines == first.lines[1:] and "001-甲局" in again.err


@pytest.mark.slow
def test_a_roster_is_prefilled_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(GOOD, tmp_path / "data" / "012.json")
    roster = tmp_path / "r.csv"
    roster.write_text("code,name\n012,金乡县投资促进服务中心\n013,乙局\n", encoding="utf-8")
    run = xltool(
        "make", FORM, "--year", 2025, "--roster", roster, "--data", tmp_path / "data", "-o", tmp_path / "o"
    )
    assert run.code == 0, run.err
    files = json.loads(xltool("check", "--json", tmp_path / "o").out)["files"]
    assert [file["status"] for file in files] == ["accepted", "rejected"]


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_form_list_show_check_doc() -> None:
    assert FORM in xltool("form", "list").out
    assert "T3-B01" in xltool("form", "show", FORM).out
    checked = xltool("form", "check", FORM)
    assert checked.code == 0 and "200" in checked.out
    assert xltool("form", "doc", FORM).out.startswith("# 政府信息公开工作年度报告")


@pytest.mark.slow
def test_a_folder_of_ones_own_is_a_form_too(tmp_path: Path) -> None:
    shutil.copytree(DATA / "templates" / FORM, tmp_path / "own")
    assert xltool("form", "check", tmp_path / "own").code == 0
    assert xltool("form", "check", "own", cwd=tmp_path).code == 0


def test_form_cells_json() -> None:
    run = xltool("form", "cells", FORM, "--json")
    assert run.code == 0 and run.raw.isascii()
    data = json.loads(run.out)
    assert set(data) == {"cells"}
    cells = {cell["address"]: cell for cell in data["cells"]}
    assert all(set(c) == {"address", "sheet", "cell", "labels", "kind", "role"} for c in data["cells"])
    assert {c["kind"] for c in data["cells"]} == {"count", "amount", "text", "choice"}
    assert {c["role"] for c in data["cells"]} == {"input", "total"}
    assert sum(c["role"] == "total" for c in data["cells"]) == 34
    assert sum(c["role"] == "input" and c["kind"] in ("count", "amount") for c in data["cells"]) == 166
    assert (cells["T3.r1.c1"]["sheet"], cells["T3.r1.c1"]["cell"]) == ("三、申请办理", "D7")
    assert cells["T3.r1.c1"]["labels"][0] == "一、本年新收政府信息公开申请数量"
    assert {"N0", "N1.1", "N6"} <= cells.keys()


@pytest.mark.slow
def test_report_refuses_errors_unless_a_draft(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.json", document(T3_r1_c1="5"))
    refused = xltool("report", bad, "-o", tmp_path / "o")
    assert "--draft" in refused.sentence(1) and refused.out == "" and not (tmp_path / "o").exists()
    draft = xltool("report", bad, "-o", tmp_path / "o", "--draft")
    assert draft.code == 0 and Path(draft.lines[0]).is_file()


@pytest.mark.slow
def test_inputs_are_never_written(tmp_path: Path, workbook: Path) -> None:
    copy = Path(shutil.copy(workbook, tmp_path / "a.xlsx"))
    before = copy.read_bytes(), copy.stat().st_mtime_ns
    copy.chmod(0o444)
    xltool("check", copy)
    xltool("report", copy, "-o", tmp_path / "o")
    assert (copy.read_bytes(), copy.stat().st_mtime_ns) == before
