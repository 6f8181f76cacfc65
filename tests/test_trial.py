"""Rules on trial: told and counted, never an error, and nothing depends on them; where rules come from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLES
from support.command import xltool

from xltool.app.checking import Checker
from xltool.core.check.returned import CheckedReturn
from xltool.core.form.describe import findings_page, form_page
from xltool.core.form.diff import differences, listing
from xltool.reading.form.find import DATA
from xltool.reading.form.load import load_form
from xltool.rounds import kept_return

HEAD = 'code = "T3-B01"\n  severity = "error"\n'


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str], Path]:
    """The form with a line more in its rule T3-B01, in a folder of its own below ./templates."""

    def change(line: str) -> Path:
        folder = tmp_path / "templates" / "zfxxgknb-2021"
        shutil.copytree(DATA / "templates" / "zfxxgknb-2021", folder, dirs_exist_ok=True)
        text = (DATA / "templates" / "zfxxgknb-2021" / "form.toml").read_text(encoding="utf-8")
        assert text.count(HEAD) == 1
        (folder / "form.toml").write_text(text.replace(HEAD, f"{HEAD}  {line}\n"), encoding="utf-8")
        return folder

    return change


def unbalanced(place: Path) -> Path:
    data = json.loads((SAMPLES / "jinxiang-2025.json").read_text(encoding="utf-8"))
    data["values"] |= {"T3.r1.c1": "5", "T3.r1.c7": "5"}
    path = place / "a.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_rule_on_trial_is_told_and_decides_nothing(tmp_path: Path, changed: Callable[[str], Path]) -> None:
    given = unbalanced(tmp_path)
    assert xltool("check", given, cwd=tmp_path).code == 1
    changed("trial = true")
    run = xltool("check", "--json", given, cwd=tmp_path)
    (file,) = json.loads(run.out)["files"]
    findings = [one for one in file["findings"] if one["code"] == "T3-B01"]
    assert run.code == 0 and file["status"] == "accepted_with_warnings" and findings
    assert all((one["severity"], one["trial"]) == ("warning", True) for one in findings)
    assert "提醒（试行）" in xltool("check", given, cwd=tmp_path).out
    marks = tmp_path / "a.html"
    assert xltool("check", given, "--findings", marks, cwd=tmp_path).code == 0
    assert "（试行）" in marks.read_text(encoding="utf-8")


def test_other_findings_say_nothing_of_trials(tmp_path: Path) -> None:
    (file,) = json.loads(xltool("check", "--json", unbalanced(tmp_path)).out)["files"]
    assert file["status"] == "rejected" and not any("trial" in one for one in file["findings"])


def test_a_round_keeps_that_it_was_a_trial(
    tmp_path: Path, changed: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed("trial = true")
    monkeypatch.chdir(tmp_path)
    checked = Checker().check(unbalanced(tmp_path))
    assert isinstance(checked, CheckedReturn)
    back = kept_return.unpack(kept_return.pack(checked), lambda _: checked.form)
    assert [one.trial for one in back.findings if one.code == "T3-B01"] == [True]
    assert back.status == checked.status == "accepted_with_warnings"


def test_the_end_of_a_trial_is_told(changed: Callable[[str], Path]) -> None:
    trial, now = load_form(changed("trial = true")), load_form(DATA / "templates" / "zfxxgknb-2021")
    (change,) = differences(trial, now)
    assert change.kind == "rule-promoted" and "提醒（试行）" not in change.new
    assert "试行的关系转为正式" in listing(trial, now) and "T3-B01" in listing(trial, now)
    (begun,) = differences(now, trial)
    assert begun.kind == "rule-renamed" and "提醒（试行）" in begun.new


def test_a_trial_is_yes_or_no(tmp_path: Path, changed: Callable[[str], Path]) -> None:
    folder = changed('trial = "是"')
    assert "trial" in xltool("form", "check", folder).sentence(4)


def test_where_a_rule_comes_from_is_in_the_pages_and_in_the_advice(tmp_path: Path) -> None:
    form = load_form(DATA / "templates" / "zfxxgknb-2021")
    origin = next(rule.origin for rule in form.rules if rule.code == "T3-B01")
    assert "第一项加第二项之和" in origin
    assert origin in form_page(form) and "（试行）" not in findings_page([form])
    assert origin in xltool("check", unbalanced(tmp_path)).out
