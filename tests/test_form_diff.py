"""What changed between two versions: every change is told once, at its place, in both lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import KEYS, load
from support.command import xltool
from support.forms import SMALL, write_form

from xltool.core.form.diff import FormChange, differences, listing, note
from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.reading.form.load import load_form

OLD, NEW = load("zfxxgknb-2019"), load("zfxxgknb-2021")
RULES = zh.PAGE["rules"]


@pytest.mark.parametrize("key", KEYS)
def test_a_form_does_not_differ_from_itself(key: str) -> None:
    form = load(key)
    assert differences(form, form) == []
    assert zh.DIFF_NONE in listing(form, form)
    assert note(form, form) == zh.DIFF_NOTE_NONE.format(form=form.name)


# one edit of the small form → the one change it is
EDITS: dict[str, tuple[str, str, list[FormChange]]] = {
    "row renamed": ("r2 办", "r2 办结", [FormChange("row-renamed", "甲表", "办", "办结")]),
    "row added": ("r1 收\n", "r1 收\n    r4 转\n", [FormChange("row-added", "甲表", "", "转")]),
    "column added": ("    c2 二\n", "    c2 二\n    c3 三\n", [FormChange("column-added", "乙表", "", "三")]),
    "a column put below a heading": (
        "    c3 计",
        "    总\n      c3 计",
        [FormChange("column-renamed", "甲表", "计", "总 · 计")],
    ),
    "table renamed": ('title = "甲表"', 'title = "丙表"', [FormChange("table-renamed", "", "甲表", "丙表")]),
    "section renamed": (
        'title = "一、情况"',
        'title = "一、说明"',
        [FormChange("section-renamed", "", "一、情况", "一、说明")],
    ),
    "prompt": ('label = "正文"', 'label = "正文"\nprompt = "写"', [FormChange("prompt", "一、情况", "", "写")]),
    "way": (
        '  totals = { c3 = "sum(c1:c2)" }',
        '  totals = { c3 = "sum(c1:c2)" }\n  kinds = { c1 = "amount" }',
        [FormChange("way", "甲表", f"{r} · 组 · 男：填整数", "填数，可带小数") for r in "收办余"],
    ),
    "fixed": ("r1 收", "r1 收 | 件", [FormChange("fixed", "甲表", "（空）", "件")]),
    "foot": ('sheet = "乙"', 'sheet = "乙"\nnotes = ["注：甲"]', [FormChange("foot", "乙表", "（空）", "注：甲")]),
    "measure": ('sheet = "乙"\nmeasure = "件"', 'sheet = "乙"\nmeasure = "项"', [FormChange("measure", "乙表", "件", "项")]),
    "severity": (
        '"warning"',
        '"info"',
        [FormChange("rule-renamed", RULES, "T2-C01（提醒）一不小于二", "T2-C01（说明）一不小于二")],
    ),
    "rule's levels": (
        'levels = ["县级"]\n  check',
        "check",
        [FormChange("rule-cells", RULES, "T2-C01（提醒）一不小于二", "T2-C01（提醒）一不小于二")],
    ),
    "rule's code": (
        'code = "T1-B01"',
        'code = "T1-B02"',
        [
            FormChange("rule-added", RULES, "", "T1-B02（错误）收等于办加余"),
            FormChange("rule-removed", RULES, "T1-B01（错误）收等于办加余"),
        ],
    ),
    "levels": (
        'levels = ["县级"]\norder',
        'levels = ["县级", "镇级"]\norder',
        [FormChange("levels", "", "县级", "县级、镇级")],
    ),
    "order": ('"T1", "T2"]', '"T2", "T1"]', [FormChange("order", "", "N1、T1、T2", "N1、T2、T1")]),
    "name": ('name = "小表"', 'name = "大表"', [FormChange("name", "", "小表", "大表")]),
    "guide": ('name = "小表"', 'name = "小表"\nguide = ["填。"]', [FormChange("guide-added", "", "", "填。")]),
}  # fmt: skip


def both_forms(folder: Path, name: str) -> tuple[Form, Form]:
    old, new, _ = EDITS[name]
    assert SMALL.count(old) == 1, "the variant must change one place"
    before, after = folder / "a", folder / "b"
    before.mkdir()
    after.mkdir()
    return load_form(write_form(before, SMALL)), load_form(write_form(after, SMALL.replace(old, new)))


@pytest.mark.parametrize("name", EDITS)
def test_one_edit_is_one_change(tmp_path: Path, name: str) -> None:
    old, new = both_forms(tmp_path, name)
    found = differences(old, new)
    assert found == EDITS[name][2]
    said = listing(old, new)
    assert all((change.new or change.old) in said for change in found)
    told = any(change.kind in zh.DIFF_NOTE for change in found)
    assert (note(old, new) != zh.DIFF_NOTE_NONE.format(form=new.name)) == told


@pytest.mark.parametrize("name", EDITS)
def test_the_way_back_tells_the_opposite(tmp_path: Path, name: str) -> None:
    old, new = both_forms(tmp_path, name)
    opposite: Callable[[str], str] = lambda kind: (  # noqa: E731
        kind.replace("-added", "-!").replace("-removed", "-added").replace("-!", "-removed")
    )
    there = {(opposite(c.kind), c.old, c.new) for c in differences(old, new) if c.kind != "way"}
    assert {(c.kind, c.new, c.old) for c in differences(new, old) if c.kind != "way"} == there


def test_what_changed_in_2021() -> None:
    found = differences(OLD, NEW)
    rows = [
        (c.kind, c.old.split(" · ")[-1], c.new.split(" · ")[-1]) for c in found if c.kind.startswith("row")
    ]
    assert rows[:3] == [
        ("row-removed", "其他对外管理服务事项", ""), ("row-removed", "政府集中采购", ""),
        ("row-renamed", "规范性文件", "行政规范性文件"),
    ]  # fmt: skip
    assert [kind for kind, _, _ in rows[3:]] == ["row-added"] * 3 + ["row-removed"]
    assert FormChange("column-renamed", NEW.tables[0].title, "处理决定数量", "本年处理决定数量") in found
    assert not [c for c in found if c.place == NEW.tables[2].title]
    assert "可以沿用 141 格，其余 25 格" in listing(OLD, NEW)
    assert "[migrate.2021]" in listing(NEW, OLD)


def test_the_note_speaks_only_of_what_is_filled_in() -> None:
    lines = note(OLD, NEW).splitlines()
    assert len(lines) == 3 and NEW.basis in lines[0]
    assert "取消“其他对外管理服务事项”“政府集中采购”行；“规范性文件”改为“行政规范性文件”；" in lines[1]
    assert "关系" not in note(OLD, NEW) and "shandong" not in note(OLD, NEW)


def test_parts_of_a_section_and_the_fixed_cells() -> None:
    first, *rest = NEW.sections
    (general, *others) = rest
    shorter = replace(NEW, sections=(first, replace(general, parts=general.parts[:-1]), *others))
    assert differences(NEW, shorter) == [FormChange("part-removed", "一、总体情况", "（五）监督保障情况")]
    assert "取消“（五）监督保障情况”" in note(NEW, shorter)


@pytest.mark.slow
def test_the_command_compares_versions_of_one_form_only() -> None:
    assert xltool("form", "diff", OLD.key, NEW.key).out.startswith(listing(OLD, NEW))
    assert xltool("form", "diff", OLD.key, NEW.key, "--note").out.strip() == note(OLD, NEW)
    assert "xzzfnb-2024" in xltool("form", "diff", OLD.key, "xzzfnb-2024").sentence(2)
