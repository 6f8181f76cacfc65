"""From one version to the next: what maps is carried over exactly, the rest is listed, nothing is made up."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import xltool
from support.returns import checked
from support.strategies import submissions
from support.submissions import filled
from support.workbooks import issued

from xltool.app.prior import find_prior
from xltool.core.check.rules import check
from xltool.core.errors import FormError
from xltool.core.form.describe import migrate_faults
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission.document import from_json, to_json
from xltool.core.submission.migrate import Migration, migrate, sources_of
from xltool.core.submission.model import Submission, with_profile, with_totals
from xltool.reading.form.load import load_form

OLD, NEW, OTHER = load("zfxxgknb-2019"), load("zfxxgknb-2021"), load("xzzfnb-2024")
MAPPED = replace(NEW, migrate={"2019": {"T3.r23.c1": "T3.r26.c1", "T2.r1.c1": "T2.r1.c6", "T4.r1.c1": ""}})


def moved(old: Form, new: Form, submission: Submission) -> Migration:
    migration = migrate(old, new, submission)
    assert migration is not None
    return migration


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data(), st.sampled_from([NEW, MAPPED]), st.booleans())
def test_every_figure_is_carried_over_left_blank_or_listed(
    data: st.DataObject, new: Form, blanks: bool
) -> None:
    one = data.draw(submissions(OLD, blanks))
    migration = moved(OLD, new, one)
    values = migration.submission.values
    sources = sources_of(OLD, new)
    for address in new.inputs:
        assert values[address] == (one.values[sources[address]] if address in sources else None)
        assert (address in migration.open) == (values[address] is None)
    assert values == with_totals(new, {a: n for a, n in values.items() if a not in new.totals}, keep=False)
    for address in (a for a in OLD.addresses if a not in OLD.totals):
        placed = address in sources.values()
        assert (address in migration.lost) == (not placed and bool(one.values[address])), address
    assert migration.submission.texts == one.texts
    back, again = from_json(to_json(migration.submission), lambda key: load(key))
    assert again == migration.submission and back is NEW


def test_what_the_formats_have_in_common_is_what_the_form_says() -> None:
    """Applications by applicant and outcome, suits, and decisions: 10 new figures of table two are asked anew."""
    sources = sources_of(OLD, NEW)
    assert all(address == source for address, source in sources.items())
    assert [a for a in sources if a.startswith("T2")] == ["T2.r3.c4", "T2.r4.c4", "T2.r5.c4"]
    migration = moved(OLD, NEW, filled(OLD))
    others = [f"T3.r{row}.c{column}" for row in (21, 22, 23) for column in range(1, 7)]
    stocks = [f"T2.r{row}.c{column}" for row in (1, 2) for column in (1, 2, 3)]
    assert list(migration.open) == [*stocks, "T2.r6.c5", *others] and migration.lost == ()


def test_one_figure_may_be_said_to_come_from_elsewhere_or_nowhere() -> None:
    one = filled(OLD, {"T3.r26.c1": 3, "T3.r26.c2": 4, "T2.r1.c6": 5, "T4.r1.c1": 6})
    migration = moved(OLD, MAPPED, one)
    values = migration.submission.values
    assert values["T3.r23.c1"] == 3 and values["T2.r1.c1"] == 5
    assert values["T3.r23.c2"] is None and values["T4.r1.c1"] is None
    assert migration.lost == ("T3.r26.c2", "T4.r1.c1")


def test_texts_explanations_and_words_for_figures() -> None:
    one = replace(
        filled(OLD),
        notes={"T2-C02": "有。", "T2-C03": "有。"},
        unread={"T3.r1.c1": "三件", "T2.r8.c11": "两项"},
    )
    one = replace(one, values={**one.values, "T3.r1.c1": None, "T2.r8.c11": None})
    migration = moved(OLD, NEW, one)
    assert migration.lost == ("T2.r8.c11", "T2-C03")
    assert migration.submission.unread == {"T3.r1.c1": "三件"} and migration.submission.notes == {
        "T2-C02": "有。"
    }


def test_texts_of_a_local_profile_are_kept_or_listed() -> None:
    next_year = replace(NEW, version="2026", migrate={"2021": {}})
    local = with_profile(NEW, "shandong")
    one = filled(local)
    assert moved(local, next_year, one).submission.texts == one.texts
    plain = replace(next_year, profiles={})
    migration = moved(local, plain, one)
    assert migration.lost == ("N6.1", "N6.2", "N6.3", "N6.4", "N6.5")
    assert set(migration.submission.texts) == set(plain.texts) - {"N6"}


def test_without_a_word_of_the_form_nothing_is_carried_over() -> None:
    assert migrate(NEW, OLD, filled(NEW)) is None
    assert migrate(OTHER, NEW, filled(OTHER)) is None


@pytest.mark.parametrize("address", ["T3.r99.c1", "T3.r1.c7"])
def test_a_figure_that_is_none_of_the_forms_is_named(tmp_path: Path, address: str) -> None:
    text = (Path(NEW.folder) / "form.toml").read_text(encoding="utf-8")
    changed = text.replace("[migrate.2019]\n", f'[migrate.2019]\n"{address}" = "T3.r1.c1"\n')
    (tmp_path / "form.toml").write_text(changed, encoding="utf-8")
    with pytest.raises(FormError) as caught:
        load_form(tmp_path)
    assert (caught.value.code, caught.value.detail) == ("F-migrate", address)


def test_form_check_asks_the_older_version() -> None:
    assert migrate_faults(NEW, [OLD]) == migrate_faults(MAPPED, [OLD, OTHER]) == []
    wrong = replace(NEW, migrate={"2019": {"T3.r23.c1": "T3.r21.c1"}})
    assert migrate_faults(wrong, [OLD]) == [("2019", "T3.r21.c1")]


# --- last year in an older format -----------------------------------------------------------------


def prior_file(folder: Path) -> Path:
    """2020 in the trial format: two applications carried over, decisions and documents of other kinds."""
    old = filled(OLD, {"T3.r1.c1": 5, "T3.r3.c1": 2, "T3.r26.c1": 1, "T3.r25.c1": 2, "T2.r2.c8": 9}, 2020)
    assert check(OLD, old) == []
    path = folder / "031-2020.json"
    path.write_text(json.dumps(to_json(old)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("carried", "found"), [(2, []), (1, ["P-01"])])
def test_last_year_in_the_trial_format_serves_where_codes_map(
    tmp_path: Path, carried: int, found: list[str]
) -> None:
    now = filled(NEW, {"T3.r2.c1": carried, "T3.r3.c1": carried, "T2.r2.c1": 1, "T2.r2.c3": 4}, 2021)
    (tmp_path / "now.xlsx").write_bytes(issued(NEW, now))
    back = checked(tmp_path / "now.xlsx", prior=find_prior([str(prior_file(tmp_path))]))
    assert [finding.code for finding in back.findings if finding.code.startswith("P")] == found
    assert back.prior is not None and back.prior.version == "2021"
    assert back.prior.values["T3.r25.c1"] == 2 and back.prior.values["T2.r2.c3"] is None


def test_last_year_of_a_version_that_does_not_map_is_none(tmp_path: Path) -> None:
    path = prior_file(tmp_path)
    text = path.read_text(encoding="utf-8").replace('"2019"', '"2021"').replace("T2.r2.c8", "T2.r2.c3")
    data = json.loads(text)
    data["values"] = {a: n for a, n in data["values"].items() if a in NEW.kinds}
    path.write_text(json.dumps(data), encoding="utf-8")
    now = filled(OLD, year=2021)
    source = find_prior([str(path)])
    assert source is not None and source(now) is None


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_return_in_the_wrong_version_becomes_a_workbook_of_the_right_one(tmp_path: Path) -> None:
    one = filled(OLD, {"T3.r1.c1": 3, "T3.r26.c1": 3, "T2.r8.c12": "7.5"}, 2025)
    (tmp_path / "old.xlsx").write_bytes(issued(OLD, one))
    run = xltool("form", "migrate", "old.xlsx", "zfxxgknb-2021", "-o", "out", cwd=tmp_path)
    assert run.code == 1
    assert run.err.splitlines() == [
        "没有沿用：二、主动公开政府信息情况 “政府集中采购 · 采购总金额”的 7.5",
        "没有沿用：三、收到和处理政府信息公开申请情况 “三、本年度办理结果 · （六）其他处理 · 自然人”的 3",
        "新版还有 25 格要填。用 xltool make 的 --data 做成新表。",
    ]
    (path,) = (tmp_path / line for line in run.lines)
    made = xltool("make", "zfxxgknb-2021", "--data", path, "-o", "out", cwd=tmp_path)
    assert made.code == 0, made.err
    cell = lay_out(NEW).cells["T3.r1.c1"]
    assert openpyxl.load_workbook(tmp_path / made.lines[0])[cell.sheet][cell.a1].value == 3
    again = xltool("form", "migrate", "old.xlsx", "zfxxgknb-2021", "-o", "out", cwd=tmp_path)
    assert again.code == 3 and path.name in again.err
    refused = xltool("form", "migrate", "old.xlsx", "xzzfnb-2024", "-o", "out", cwd=tmp_path)
    assert "zfxxgknb-2019" in refused.sentence(2)
    (tmp_path / "no.xlsx").write_bytes(b"")
    xltool("form", "migrate", "no.xlsx", "zfxxgknb-2021", "-o", "out", cwd=tmp_path).sentence(3)


def test_a_submission_that_maps_wholly_is_no_cause_for_action(tmp_path: Path) -> None:
    (tmp_path / "old.xlsx").write_bytes(issued(OLD, filled(OLD, year=2025)))
    run = xltool("form", "migrate", "old.xlsx", "zfxxgknb-2021", "-o", "out", cwd=tmp_path)
    assert run.code == 0 and len(run.err.splitlines()) == 1
    data = json.loads((tmp_path / run.lines[0]).read_text(encoding="utf-8"))
    assert data["version"] == "2021" and Decimal(data["values"]["T3.r1.c7"]) == 0
