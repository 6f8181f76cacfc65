"""The shipped form against the official facts, the tiling of every table, and what the loader says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.forms import SMALL, write_form

from xltool.core.errors import FormError
from xltool.core.form.a1 import a1
from xltool.core.form.block import Block
from xltool.core.form.boxes import Box, Grid, grid, tiling_fault
from xltool.core.form.describe import cells, faults, form_page, summary
from xltool.core.form.layout import Layout, lay_out, name_of
from xltool.core.form.model import Form, Table
from xltool.core.form.outline import Heading, OutlineError, parse_outline
from xltool.core.submission.model import with_profile
from xltool.core.text.wording import sentence
from xltool.reading.form.find import DATA, find_form, list_forms
from xltool.reading.form.load import load_form

# --- the official facts -------------------------------------------------------------------------

T3_ROWS = [
    ("r1", "一、本年新收政府信息公开申请数量"),
    ("r2", "二、上年结转政府信息公开申请数量"),
    ("r3", "（一）予以公开"),
    ("r4", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("r5", "1.属于国家秘密"),
    ("r6", "2.其他法律行政法规禁止公开"),
    ("r7", "3.危及“三安全一稳定”"),
    ("r8", "4.保护第三方合法权益"),
    ("r9", "5.属于三类内部事务信息"),
    ("r10", "6.属于四类过程性信息"),
    ("r11", "7.属于行政执法案卷"),
    ("r12", "8.属于行政查询事项"),
    ("r13", "1.本机关不掌握相关政府信息"),
    ("r14", "2.没有现成信息需要另行制作"),
    ("r15", "3.补正后申请内容仍不明确"),
    ("r16", "1.信访举报投诉类申请"),
    ("r17", "2.重复申请"),
    ("r18", "3.要求提供公开出版物"),
    ("r19", "4.无正当理由大量反复申请"),
    ("r20", "5.要求行政机关确认或重新出具已获取信息"),
    ("r21", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("r22", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("r23", "3.其他"),
    ("r24", "（七）总计"),
    ("r25", "四、结转下年度继续办理"),
]
T3_COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
GROUPS = {"（三）不予公开": range(5, 13), "（四）无法提供": range(13, 16),
          "（五）不予处理": range(16, 21), "（六）其他处理": range(21, 24)}  # fmt: skip


def table(form: Form, name: str) -> Table:
    return next(table for table in form.tables if table.id == name)


def test_counts(form: Form) -> None:
    assert len(form.addresses) == len(set(form.addresses)) == 200
    assert len(form.totals) == 34
    assert [(t.id, len(t.inputs), len(t.totals)) for t in form.tables] == [
        ("T2", 10, 0), ("T3", 144, 31), ("T4", 12, 3),
    ]  # fmt: skip


def test_levels(form: Form) -> None:
    expected = "国务院部门 省级 省级部门 设区的市级 市级部门 县级 县级部门 乡镇街道"
    assert " ".join(form.levels) == expected


def test_titles(form: Form) -> None:
    assert [t.title for t in form.tables] == [
        "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    ]  # fmt: skip
    assert [s.title for s in form.sections if s.title] == [
        "一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    ]  # fmt: skip


def test_labels_of_table_three(form: Form) -> None:
    for code, label in T3_ROWS:
        for number, column in enumerate(T3_COLUMNS, start=1):
            labels = form.labels[f"T3.{code}.c{number}"]
            assert label in labels and labels[-1] == column
            group = [name for name, rows in GROUPS.items() if int(code[1:]) in rows]
            assert [name for name in GROUPS if name in labels] == group
            assert ("三、本年度办理结果" in labels) == (3 <= int(code[1:]) <= 24)
            assert ("法人或其他组织" in labels) == (2 <= number <= 6)
    assert len({form.labels[address] for address in form.addresses}) == 200


def test_labels_of_table_two(form: Form) -> None:
    for row, label in (("r1", "规章"), ("r2", "行政规范性文件")):
        for column, head in (("c1", "本年制发件数"), ("c2", "本年废止件数"), ("c3", "现行有效件数")):
            assert form.labels[f"T2.{row}.{column}"] == (label, head)
    for row, label in (("r3", "行政许可"), ("r4", "行政处罚"), ("r5", "行政强制")):
        assert form.labels[f"T2.{row}.c4"] == (label, "本年处理决定数量")
    assert form.labels["T2.r6.c5"] == ("行政事业性收费", "本年收费金额（单位：万元）")


def test_labels_of_table_four(form: Form) -> None:
    groups = [("行政复议",), ("行政诉讼", "未经复议直接起诉"), ("行政诉讼", "复议后起诉")]
    expected = [(*group, outcome) for group in groups for outcome in OUTCOMES]
    assert [form.labels[f"T4.r1.c{n}"] for n in range(1, 16)] == expected


def test_only_the_charge_is_an_amount(form: Form) -> None:
    assert [a for a, kind in form.kinds.items() if kind != "count"] == ["T2.r6.c5"]
    assert form.kinds["T2.r6.c5"] == "amount"


def test_texts_and_profile(form: Form) -> None:
    plain = ["N0", "N1.0", "N1.1", "N1.2", "N1.3", "N1.4", "N1.5", "N5", "N6"]
    assert list(form.texts) == plain
    local = with_profile(form, "shandong")
    assert list(local.texts) == [*plain[:-1], "N6.1", "N6.2", "N6.3", "N6.4", "N6.5"]
    assert local.addresses == form.addresses
    with pytest.raises(KeyError):
        with_profile(form, "atlantis")


def test_rule_codes_and_severities(form: Form) -> None:
    found: dict[str, list[str]] = {}
    for rule in form.rules:
        found.setdefault(rule.code, []).append(rule.severity)
    expected = {
        "T2-C01": ("warning", 2), "T2-C02": ("warning", 1), "P-02": ("warning", 2),
        "T3-B01": ("error", 7), "P-01": ("error", 7), "T3-S-c7": ("error", 25), "T3-S-r24": ("error", 7),
        "T4-S-c5": ("error", 1), "T4-S-c10": ("error", 1), "T4-S-c15": ("error", 1),
    }  # fmt: skip
    assert found == {code: [severity] * n for code, (severity, n) in expected.items()}


def test_totals_are_made_of_inputs_in_a_computable_order(form: Form) -> None:
    done: set[str] = set()
    for address, total in form.totals.items():
        members = {ref for _, ref in total.terms}
        assert members & set(form.totals) <= done, address
        done.add(address)


def test_form_pages_name_everything(form: Form) -> None:
    manual, glance = form_page(form), summary(form)
    assert all(f"| {address} |" in manual for address in form.addresses)
    assert all(rule.code in glance and rule.code in manual for rule in form.rules)
    assert all(part in manual for part in form.texts)
    found = [cell for cell in cells(form) if cell["address"] in form.kinds]
    assert len(found) == 200 and len({(c["sheet"], c["cell"]) for c in found}) == 200
    assert {c["address"] for c in found if c["role"] == "total"} == set(form.totals)


def test_no_cell_is_used_twice(layout: Layout) -> None:
    places = [layout.place(address) for address in layout.cells]
    assert len(places) == len(set(places))
    names = [name_of(address) for address in layout.cells]
    assert len(names) == len(set(names))


# --- tiling -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "folder", sorted((DATA / "templates").glob("*/form.toml")), ids=lambda p: p.parent.name
)
def test_every_shipped_table_tiles(folder: Path) -> None:
    form = load_form(folder.parent)
    assert faults(form) == []
    for own in form.tables:
        boxes = grid(own).boxes
        values = [box.address for box in boxes if box.role in ("input", "total")]
        assert sorted(values) == sorted(own.addresses)


def test_two_paths_to_a_form_find_it() -> None:
    folders = list_forms()
    assert folders and all(find_form(folder.name) == folder == find_form(str(folder)) for folder in folders)
    assert find_form("atlantis-1999") is None


def _coded(tree: object, letter: str, count: list[int]) -> Heading:
    if not isinstance(tree, list):
        count[0] += 1
        return Heading(f"{letter}标{count[0]}", f"{letter}{count[0]}")
    return Heading("组", None, tuple(_coded(child, letter, count) for child in tree))


trees = st.lists(
    st.recursive(st.none(), lambda child: st.lists(child, min_size=1, max_size=4), max_leaves=12),
    min_size=1, max_size=4,
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of nested headings, in one or more blocks, with any of their ornaments."""
    count_r, count_c = [0], [0]
    blocks = [
        Block(
            tuple(_coded(tree, "r", count_r) for tree in draw(trees)),
            tuple(_coded(tree, "c", count_c) for tree in draw(trees)),
            draw(st.sampled_from(["", "角"])),
            draw(st.sampled_from(["", "栏"])),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    return Table("T1", "表", "表", "件", tuple(blocks))


@given(tables())
def test_any_outline_tiles(table: Table) -> None:
    made = grid(table)
    assert tiling_fault(made) is None
    values = [box.address for box in made.boxes if box.role in ("input", "total")]
    assert sorted(values) == sorted(table.addresses)


@pytest.mark.slow
@given(tables(), st.data())
def test_a_broken_grid_is_caught(table: Table, data: st.DataObject) -> None:
    made = grid(table)
    index = data.draw(st.integers(0, len(made.boxes) - 1))
    box = made.boxes[index]
    rest = made.boxes[:index] + made.boxes[index + 1 :]
    hole = replace(made, boxes=rest)
    overlap = replace(made, boxes=(*made.boxes, box))
    outside = replace(made, boxes=(*made.boxes, replace(box, row=made.rows)))
    assert tiling_fault(hole) == tiling_fault(overlap) == a1(box.row, box.column)
    assert tiling_fault(outside) == a1(made.rows, box.column)


def test_tiling_fault_names_the_first_bad_position() -> None:
    full, half = Box(0, 0, 1, 2, "head"), Box(1, 0, 1, 1, "head")
    assert tiling_fault(Grid(2, 2, (full, half), 1)) == "B2"
    assert tiling_fault(Grid(2, 2, (full, half, Box(1, 1, 1, 1, "head")), 1)) is None
    assert tiling_fault(Grid(2, 2, (full, half, Box(0, 1, 2, 1, "head")), 1)) == "B1"


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_a1(column: int, name: str) -> None:
    assert a1(6, column) == f"{name}7"


@given(st.data())
def test_outline_reads_what_is_written(data: st.DataObject) -> None:
    count = [0]
    tops = tuple(_coded(tree, "r", count) for tree in data.draw(trees))

    def write(heading: Heading, indent: str) -> list[str]:
        line = indent + (f"{heading.code} {heading.text}" if heading.code else heading.text)
        return [line, *(line for child in heading.children for line in write(child, indent + "    "))]

    assert parse_outline("\n".join(line for top in tops for line in write(top, "  "))) == tops


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("标题", "code", "标题"),  # a leaf without a code
        ("r1 甲\n  r2 乙", "code", "r1 甲"),  # a parent with one
        ("组\n    r1 甲\n  r2 乙", "indent", "r2 乙"),  # neither sibling nor child
        ("  r1 甲\nr2 乙", "indent", "r2 乙"),
    ],
)
def test_broken_outlines(text: str, code: str, line: str) -> None:
    with pytest.raises(OutlineError) as caught:
        parse_outline(text)
    assert (caught.value.code, caught.value.line) == (f"F-outline-{code}", line)


# --- the official merges: (row, column, rows, columns, text) --------------------------------------


def heads(layout: Layout, name: str) -> set[tuple[int, int, int, int, str]]:
    boxes = layout.grids[name].boxes
    return {(b.row, b.column, b.rows, b.columns, b.text) for b in boxes if b.role not in ("input", "total")}


def values(layout: Layout, name: str) -> list[tuple[int, int, int, int]]:
    boxes = layout.grids[name].boxes
    return sorted((b.row, b.column, b.rows, b.columns) for b in boxes if b.role in ("input", "total"))


def test_merges_of_table_two(layout: Layout) -> None:
    sections = {0: "（一）", 4: "（五）", 7: "（六）", 11: "（八）"}
    expected = {(row, 0, 1, 4, f"第二十条第{text}项") for row, text in sections.items()}
    expected |= {(row, 0, 1, 1, "信息内容") for row in (1, 5, 8, 12)}
    expected |= {(1, 1, 1, 1, "本年制发件数"), (1, 2, 1, 1, "本年废止件数"), (1, 3, 1, 1, "现行有效件数")}
    expected |= {(5, 1, 1, 3, "本年处理决定数量"), (8, 1, 1, 3, "本年处理决定数量")}
    expected |= {(12, 1, 1, 3, "本年收费金额（单位：万元）")}
    rows = {
        2: "规章",
        3: "行政规范性文件",
        6: "行政许可",
        9: "行政处罚",
        10: "行政强制",
        13: "行政事业性收费",
    }
    expected |= {(row, 0, 1, 1, text) for row, text in rows.items()}
    assert heads(layout, "T2") == expected
    assert values(layout, "T2") == [
        *((row, column, 1, 1) for row in (2, 3) for column in (1, 2, 3)),
        *((row, 1, 1, 3) for row in (6, 9, 10, 13)),
    ]
    assert (layout.grids["T2"].rows, layout.grids["T2"].columns) == (14, 4)


def test_merges_of_table_three(layout: Layout) -> None:
    expected = {
        (0, 0, 3, 3, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
        (0, 3, 1, 7, "申请人情况"), (1, 3, 2, 1, "自然人"), (1, 4, 1, 5, "法人或其他组织"), (1, 9, 2, 1, "总计"),
        (5, 0, 22, 1, "三、本年度办理结果"),
        (7, 1, 8, 1, "（三）不予公开"), (15, 1, 3, 1, "（四）无法提供"),
        (18, 1, 5, 1, "（五）不予处理"), (23, 1, 3, 1, "（六）其他处理"),
    }  # fmt: skip
    expected |= {(2, column, 1, 1, text) for column, text in enumerate(T3_COLUMNS[1:6], start=4)}
    for row, (_, text) in enumerate(T3_ROWS, start=3):
        column = 0 if row in (3, 4, 27) else 1 if row in (5, 6, 26) else 2
        expected.add((row, column, 1, 3 - column, text))
    assert heads(layout, "T3") == expected
    assert values(layout, "T3") == [(row, column, 1, 1) for row in range(3, 28) for column in range(3, 10)]
    assert (layout.grids["T3"].rows, layout.grids["T3"].columns) == (28, 10)


def test_merges_of_table_four(layout: Layout) -> None:
    expected = {(0, 0, 1, 5, "行政复议"), (0, 5, 1, 10, "行政诉讼")}
    expected |= {(1, 5, 1, 5, "未经复议直接起诉"), (1, 10, 1, 5, "复议后起诉")}
    expected |= {(1, column, 2, 1, text) for column, text in enumerate(OUTCOMES)}
    expected |= {(2, column, 1, 1, text) for column, text in enumerate(OUTCOMES * 2, start=5)}
    assert heads(layout, "T4") == expected
    assert values(layout, "T4") == [(3, column, 1, 1) for column in range(15)]
    assert (layout.grids["T4"].rows, layout.grids["T4"].columns) == (4, 15)


# --- what the loader says of a broken file --------------------------------------------------------


CIRCLE = '  totals = { c1 = "sum(c2:c2)", c2 = "sum(c1:c1)" }\n  rows = "r1 数"'


def test_the_small_form_loads(tmp_path: Path) -> None:
    form = load_form(write_form(tmp_path, SMALL))
    assert form.key == "small-1" and len(form.addresses) == 11 and len(form.totals) == 3
    assert faults(form) == []
    assert len(lay_out(form).cells) > 11


# name: (old, new, code, table, words of the line named — None when no line can be)
BROKEN: dict[str, tuple[str, str, str, str, str | None]] = {
    "bad TOML": ('name = "小表"', 'name = "小表', "F-toml", "", 'name = "小表'),
    "key of the form missing": ('name = "小表"\n', "", "F-missing", "", 'id = "small"'),
    "key of a table missing": ('sheet = "乙"\n', "", "F-missing", "T2", 'id = "T2"'),
    "rows missing": ('  rows = "r1 数"\n', "", "F-missing", "T2", 'id = "T2"'),
    "ragged indent": ("      c2 女", "     c2 女", "F-outline-indent", "T1", "     c2 女"),
    "leaf without code": ("    r2 办", "    办", "F-outline-code", "T1", "    办"),
    "row code on a column": ("    c2 二", "    r2 二", "F-outline-code", "T2", "    r2 二"),
    "code twice": ("    r2 办", "    r1 办", "F-code-twice", "T1", "    r1 办"),
    "unknown row in a rule": ("r2 + r3", "r2 + r9", "F-rule-address", "T1", "r2 + r9"),
    "unknown address in a single rule": (">= r1.c2", ">= r1.c7", "F-rule-address", "T2", ">= r1.c7"),
    "unknown address of another table": (">= r1.c2", ">= T1.r1.c9", "F-rule-address", "T2", ">= T1.r1.c9"),
    "rule not linear": ("r2 + r3", "r2 * r3", "F-rule", "T1", "r2 * r3"),
    "rule no relation": ("r1 == r2 + r3", "r1 + r2", "F-rule", "T1", 'check = "r1 + r2"'),
    "unknown severity": ('"warning"', '"fatal"', "F-rule", "T2", 'code = "T2-C01"'),
    "total of nothing": ("sum(c1:c2)", "sum(c1:c9)", "F-rule-address", "T1", "sum(c1:c9)"),
    "total unreadable": ("sum(c1:c2)", "sum(c1", "F-rule", "T1", '"sum(c1"'),
    "circular totals": ('  rows = "r1 数"', CIRCLE, "F-total-circle", "T2", "totals = { c1"),
    "unknown level": ('levels = ["县级"]\n  check', 'levels = ["村级"]\n  check', "F-level", "T2", "T2-C01"),
    "one bracket": (
        '[[table.rule]]\n  code = "T2',
        '[table.rule]\n  code = "T2',
        "F-many",
        "T2",
        "[table.rule]",
    ),
    "a table that is none": ("[[section]]", "table = 3\n[[section]]", "F-toml", "", "[[table]]"),
    "migration of nothing": ("order = [", "migrate = 3\norder = [", "F-missing", "", 'id = "small"'),
    "migration in one line": (
        "[[section]]",
        '[migrate]\n2019 = "T1"\n[[section]]',
        "F-migrate",
        "",
        '2019 = "T1"',
    ),
    "table not in order": ('"N1", "T1", "T2"]', '"N1", "T1"]', "F-order", "", "order ="),
    "table twice in order": ('"T1", "T2"]', '"T1", "T2", "T2"]', "F-order", "", "order ="),
    "order names nothing": ('"T1", "T2"]', '"T1", "T2", "T9"]', "F-order", "", "order ="),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_forms_are_named_by_file_table_and_line(tmp_path: Path, name: str) -> None:
    old, new, code, table, words = BROKEN[name]
    assert SMALL.count(old) == 1, "the variant must change one place"
    text = SMALL.replace(old, new)
    with pytest.raises(FormError) as caught:
        load_form(write_form(tmp_path, text))
    error = caught.value
    assert (error.code, error.table, error.path) == (code, table, tmp_path / "form.toml")
    assert error.line is not None and words is not None and words in text.splitlines()[error.line - 1]
    assert sentence(error.code, detail=error.detail)


ODD_VALUES = ("3", "true", '"x"', '["x"]', "[1]", "[[1]]", '{ x = "y" }', "{ x = [1] }", '""', "[]", "{}")
SHIPPED = (DATA / "templates" / "zfxxgknb-2021" / "form.toml").read_text(encoding="utf-8").splitlines()


def first_of_each_key() -> list[tuple[int, str]]:
    """(number of a line, the key it sets) for the first line with each key under each header."""
    seen: dict[tuple[str, str], int] = {}
    header = ""
    for number, line in enumerate(SHIPPED):
        if found := re.match(r"\s*(\[+[\w.]+\]+)\s*$", line):
            header = found[1]
        elif (found := re.match(r"\s*([a-z_]+) = .*[^\[{']$", line)) and "'''" not in line:
            seen.setdefault((header, found[1]), number)
    return [(number, key) for (_, key), number in seen.items()]


@pytest.mark.parametrize(("number", "key"), first_of_each_key())
def test_whatever_a_key_holds_is_read_or_told(number: int, key: str, tmp_path: Path) -> None:
    """A value of another kind is one sentence that names the place, never a fault of the program."""
    told = 0
    for odd in ODD_VALUES:
        lines = [*SHIPPED[:number], f"{key} = {odd}", *SHIPPED[number + 1 :]]
        try:
            load_form(write_form(tmp_path, "\n".join(lines)))
        except FormError as error:
            told += 1
            assert (error.detail or odd == '""') and "None" not in str(error), odd
    assert told


def test_a_form_that_is_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(FormError) as caught:
        load_form(write_form(tmp_path, SMALL.encode("gbk")))
    assert caught.value.code == "F-encoding" and caught.value.path == tmp_path / "form.toml"


def test_an_edited_form_is_loaded_anew(tmp_path: Path) -> None:
    first = load_form(write_form(tmp_path, SMALL))
    second = load_form(write_form(tmp_path, SMALL.replace("小表", "新的小表")))
    assert (first.name, second.name) == ("小表", "新的小表")
