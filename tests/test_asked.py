"""What `check` shows and counts: rules asked and not asked, levels of findings, one line a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import SAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import xltool
from support.returns import checked

from xltool.core.check.asked import asked_rules

GOOD = json.loads((SAMPLES / "jinxiang-2025.json").read_text(encoding="utf-8"))
# sources of the rules that are wrong, that only warn, and that nobody could be asked about
CHANGES = {"T3.r1.c1": "5", "T2.r2.c1": "5", "T2.r2.c2": "0", "T2.r2.c3": "1", "T4.r1.c1": None}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A return with an error, a warning and a blank."""
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(GOOD | {"values": GOOD["values"] | CHANGES}), encoding="utf-8")
    return path


@settings(max_examples=30, deadline=None)
@given(blank=st.sets(st.sampled_from([a for a in GOOD["values"] if a.startswith("T3.")]), max_size=20))
def test_asked_and_not_asked_are_all_rules(tmp_path_factory: pytest.TempPathFactory, blank: set[str]) -> None:
    values = GOOD["values"] | dict.fromkeys(blank)
    path = tmp_path_factory.mktemp("asked") / "a.json"
    path.write_text(json.dumps(GOOD | {"values": values}), encoding="utf-8")
    one = checked(path)
    found = asked_rules(one)
    assert found.asked + found.not_asked == len(one.form.rules)
    untold = [rule for rule in one.form.rules if any(ref in blank for ref in rule.bound.refs)]
    asked_in_full = asked_rules(checked(SAMPLES / "jinxiang-2025.json"))
    # only what stands on a blank is asked no more; a total is derived where its parts are there
    assert asked_in_full.asked - found.asked <= len(untold)
    assert dict(found.why).get("blank", 0) <= len(untold) and bool(dict(found.why).get("blank")) <= bool(
        blank
    )


def test_reasons_are_in_the_json_and_in_the_last_line(odd: Path) -> None:
    (file,) = json.loads(xltool("check", "--json", odd).out)["files"]
    rules = file["rules"]
    assert rules["asked"] > 0 and rules["not_asked"] > 0
    assert any("空格" in why for why in rules["why"]) and any("上年" in why for why in rules["why"])
    last = xltool("check", odd).out.strip().splitlines()[-1]
    assert f"核对了 {rules['asked']} 条" in last and all(why in last for why in rules["why"])


@pytest.mark.parametrize(
    ("level", "shown"),
    [("错误", "E"), ("error", "E"), ("提醒", "EW"), ("warning", "EW"), ("说明", "EW"), ("", "EW")],
)
def test_a_level_hides_what_is_milder(odd: Path, level: str, shown: str) -> None:
    run = xltool("check", odd, *(["--level", level] if level else []))
    assert run.code == 1 and "T3-B01" in run.out  # the exit code knows all findings
    assert any(line.startswith("  提醒 ") for line in run.lines) == ("W" in shown)


def test_a_quiet_check_is_a_line_a_file(odd: Path) -> None:
    run = xltool("check", "--quiet", odd, SAMPLES / "jinxiang-2025.json")
    assert run.code == 1 and len(run.out.strip().splitlines()) == 3
    assert "T3-B01" not in run.out and "需改正" in run.lines[0] and "jinxiang-2025.json" in run.lines[1]


def test_an_unknown_level_is_told_what_is_allowed(odd: Path) -> None:
    sentence = xltool("check", odd, "--level", "严重").sentence(2)
    assert all(word in sentence for word in ("--level", "严重", "错误", "提醒", "说明"))
