"""Wrong command lines: one Chinese sentence each, with what is wrong and what is allowed; and the help."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from xltool.cli.main import app, main
from xltool.core.text.wording import system_reason

GROUP: Any = typer.main.get_command(app)
# words that are no Chinese and may stand on a screen: names of programs, formats, files, places to fill in
ALLOWED = re.compile(
    r"Word|Excel|WPS|PDF|JSON|LibreOffice|Dask|IMAP|POP3|xltool|URL|HTML|CSV|docx|pdf|html|csv|json|all|tcp|form\.toml"
    r"|round\.toml|zfxxgknb|xzzfnb|sgjfjs|gb2312|fangzheng|charts|Markdown|shandong|system|embed|stdin|CODE=REASON|ABCD-2345|YYYY-MM-DD|I/N|README|-[a-z]\b|--[a-z-]+"
    r"|\.[a-z]+\b|[A-Z]{1,12}(?:\.\.\.)?"
)


def commands(group: Any = GROUP, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name in group.list_commands(None):
        one = group.get_command(None, name)
        yield (*names, name)
        if hasattr(one, "list_commands"):
            yield from commands(one, (*names, name))


def run(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["xltool", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def english(text: str, own: tuple[str, ...]) -> list[str]:
    """The words of a screen that are neither Chinese nor allowed."""
    for name in sorted({*own, *(part for one in commands() for part in one)}, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "", text)
    return re.findall(r"[A-Za-z]{2,}", ALLOWED.sub("", text))


@pytest.mark.parametrize("names", [(), *commands()], ids=" ".join)
def test_every_help_is_chinese(
    names: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run([*names, "-h"], capsys, monkeypatch)
    assert code == 0 and out.startswith("用法：xltool") and "显示这份说明" in out
    assert english(out, names) == []


WRONG: list[tuple[str, str, str]] = [  # the command line, what is named, what is allowed or meant
    ("check --jobs 0 x", "--jobs", "不小于 1 的整数"),
    ("check --jobs abc x", "“abc”", "不小于 1 的整数"),
    ("make zfxxgknb-2021 --year 99 --unit x -o y", "--year", "2000 到 2100 的整数"),
    ("round init d --form f --year 1 --roster r --deadline d", "--year", "2000 到 2100"),
    ("round init d --form zfxxgknb-2021 --year 2025 --roster r --deadline 明天", "--deadline", "2026-01-20"),
    ("round accept 001 --version x", "--version", "整数"),
    ("import x -o y --year 3000", "--year", "2000 到 2100"),
    ("ui --port 70000", "--port", "0 到 65535"),
    ("make zfxxgknb-2021 --yaer 2025 -o x", "--yaer", "是不是“--year”"),
    ("check --mark d x", "--mark", "是不是“--marked”"),
    ("report x --out y", "--out", "--help"),
    ("roundd", "roundd", "是不是“round”"),
    ("round staus", "staus", "是不是“status”"),
    ("chekc x", "chekc", "是不是“check”"),
    ("form lst", "lst", "是不是“list”"),
    ("nothing", "nothing", "--help"),
    ("make", "FORM", "报表名称"),
    ("report", "PATH", "文件或文件夹"),
    ("check", "PATH", "文件或文件夹"),
    ("round init", "DIR", "任务文件夹"),
    ("round init d", "--form", "报表名称"),
    ("round verify", "CODE", "校验码"),
    ("round dismiss", "N", "编号"),
    ("round accept", "UNIT", "单位"),
    ("check x --prior", "--prior", "缺少它的值"),
    ("round send --sent", "--sent", "缺少它的值"),
    ("form show a b", "“b”", "引号"),
    ("demo x", "“x”", "引号"),
    ("make zfxxgknb-2099 --year 2025 --unit x -o y", "zfxxgknb-2099", "zfxxgknb-2021"),
    ("make zfxxgknb-2021 --year 2025 --unit x --level 村级 -o y", "村级", "县级部门"),
    ("make zfxxgknb-2021 --year 2025 --unit x --code 一 -o y", "一", "字母"),
    ("make zfxxgknb-2021 --year 2025 --unit x --profile p -o y", "p", "shandong"),
    ("report x -o y --to exe", "exe", "docx"),
    ("check x --findings a.txt", "a.txt", ".xlsx"),
    ("check x --shard 3", "3", "2/5"),
    ("round show", "UNIT", "--help"),
    ("form scaffold zfxxgknb-2021 --fonts x", "x", "system"),
    ("make zfxxgknb-2021 --year 2025 -o y", "--unit", "--roster"),
    ("make zfxxgknb-2021 --unit x -o y", "--year", "2025"),
    ("make zfxxgknb-2021 --year 2025 --unit x", "--output", "文件夹"),
    ("make zfxxgknb-2021 --year 2025 --unit x --deadline 一月 -o y", "--deadline", "2026-01-20"),
    ("make zfxxgknb-2021 --year 2025 --unit x --roster r.csv -o y", "--unit", "只能用一个"),
    ("make zfxxgknb-2021 --year 2025 --unit x --jobs -3 -o y", "--jobs", "不小于 1"),
    ("make zfxxgknb-2021 --year 2025 --roster none.csv -o y", "none.csv", "找不到"),
    ("check x --level 严重", "--level", "错误、提醒、说明"),
    ("check x --prior none", "none", "找不到"),
    ("check x --roster none.csv", "none.csv", "找不到"),
    ("check x --shard 6/5", "6/5", "2/5"),
    ("check x --jobs", "--jobs", "缺少它的值"),
    ("check --json --jsn x", "--jsn", "是不是“--json”"),
    ("report x", "--output", "文件夹"),
    ("report x -o y --to pdf,exe", "exe", "docx、pdf、html、csv、json"),
    ("import x -o y --year abc", "--year", "2000 到 2100"),
    ("aggregate", "PATH", "文件或文件夹"),
    ("aggregate x", "--output", ".json"),
    ("aggregate x -o y.txt", "y.txt", ".xlsx"),
    ("form new bad", "bad", "jytanb-2025"),
    ("form diff zfxxgknb-2021", "NEW", "新的报表"),
    ("form diff zfxxgknb-2021 xzzfnb-2024", "xzzfnb-2024", "两个版本"),
    ("form migrate", "FILE", "旧版的报送"),
    ("form schema nothing", "NAME", "arrivals、cells、check、finding、show、status、submission"),
    ("form check nothing-2020", "nothing-2020", "zfxxgknb-2021"),
    ("form check zfxxgknb-2021 --against", "--against", "缺少它的值"),
    ("form cells", "FORM", "报表名称"),
    ("round status extra", "extra", "引号"),
    ("round report --to", "--to", "--help"),
    ("round letters chek", "chek", "是不是“check”"),
    ("ui --no-browse", "--no-browse", "是不是“--no-browser”"),
    ("completion", "SHELL", "终端"),
    ("demo -o", "-o", "缺少它的值"),
    ("--nothing", "--nothing", "--help"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "named", "way"), WRONG, ids=[one[0] for one in WRONG])
def test_a_wrong_command_line_is_one_sentence(
    line: str, named: str, way: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").write_text("x", encoding="utf-8")
    code, out, err = run(line.split(), capsys, monkeypatch)
    assert code == 2 and out == "" and len(err.splitlines()) == 1, (out, err)
    assert (
        named in err
        and way in err
        and english(err, (*re.split(r"[\s,]", line), *re.split("[、-]", way))) == []
    )


REFUSED = [  # a command that the system refuses, and why it does
    ("form check zfxxgknb-2021 --against folder", "这是文件夹，不是文件"),
    ("make zfxxgknb-2021 --year 2025 --unit 某局 --code 1 -o x/below", "上级不是文件夹"),
    (f"make zfxxgknb-2021 --year 2025 --unit 某局 --code 1 -o {'n' * 300}", "名称太长"),
    ("check x.json --findings x/below/list.xlsx", "上级不是文件夹"),
    *(
        (line.format("n" * 300), "名称太长")
        for line in (
            "check {}",
            "report {}.xlsx -o o",
            "aggregate {}.xlsx -o a.xlsx --unit 某县 --code 1 --level 县级",
            "form show {}",
            "import {} -o o",
            "make zfxxgknb-2021 --year 2025 --roster {} -o o",
            "demo -o {}",
            "form scaffold zfxxgknb-2021 -o {}",
            "check x.json --prior {}",
            "form migrate {} zfxxgknb-2021 -o o",
        )
    ),
]


@pytest.mark.parametrize(("line", "reason"), REFUSED, ids=[line[:40] for line, _ in REFUSED])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses the same for other reasons")
def test_what_the_system_refuses_is_said_in_chinese(
    line: str, reason: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("x", "x.json"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    code, _, err = run(line.split(), capsys, monkeypatch)
    assert code and reason in err and english(err, tuple(re.split(r"[\s/.]", line))) == [], err


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_reason_of_the_system_is_english(number: int) -> None:
    said = system_reason(OSError(number, os.strerror(number)))
    assert english(said, ()) == [] and any(character >= "\u4e00" for character in said)


def test_the_version(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(["--version"], capsys, monkeypatch)
    assert code == 0 and re.fullmatch(r"xltool \d+\.\d+\.\d+\S*\n", out)
