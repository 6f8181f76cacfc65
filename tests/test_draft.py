"""A form drafted from the official file: equal to what a person wrote, redrawn as printed, never silent."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from conftest import KEYS, load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import xltool
from support.office import Office, converted
from support.official_tables import BODIES, OFFICIAL, SANGONG, VILLAGE, page
from support.random_forms import form_texts
from support.reports import word_report
from support.stated_relations import STATED, meaning
from support.strategies import UNIT
from support.workbooks import filled_cells

from xltool.app.draft_form import Drafted, draft_from
from xltool.app.official import compare_with_official
from xltool.app.prove_form import misread
from xltool.core.check.rules import check
from xltool.core.errors import FormError, UnreadableFile, UsageError
from xltool.core.form.draft.draft import draft_form
from xltool.core.form.draft.sentences import stated_relations
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.form.printed import PrintedLine, official_differences, printed_form
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission, with_totals
from xltool.core.text.clean import normal
from xltool.reading.cell import exact
from xltool.reading.form.find import DATA
from xltool.reading.form.load import load_form
from xltool.reading.locate.extract import extract
from xltool.reading.published.docx import read_docx
from xltool.reading.published.take import take
from xltool.reading.xlsx.workbook import read_xlsx
from xltool.writing.form_file import form_file
from xltool.writing.report.scaffold import scaffold
from xltool.writing.workbook.write import write_workbook

TODAY = date(2026, 1, 2)


def loaded(text: str, folder: Path) -> Form:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "form.toml").write_text(text, encoding="utf-8")
    return load_form(folder)


def drafted(folder: Path, *parts: str, old: Form | None = None) -> tuple[Drafted, Form]:
    """The draft from a page of these parts, and its form."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.html").write_text(page(*parts), encoding="utf-8")
    draft = draft_from(folder / "a.html", "abc", "2025", old)
    return draft, loaded(draft.text, folder / "abc-2025")


@pytest.fixture(scope="session")
def published(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The Word report of a form, and the page that LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("published")

    def made(key: str, suffix: str) -> Path:
        docx = folder / f"{key}.docx"
        if not docx.exists():
            shutil.copy(DATA / "templates" / key / "report.docx", docx)
        if suffix == ".html":
            converted(soffice, docx, "html", folder)
        return docx.with_suffix(suffix)

    return made


def codes(form: Form) -> dict[tuple[str, str], tuple[str, ...]]:
    """(table, code) → the words of each row and column."""
    return {
        (table.id, code): path
        for table in form.tables
        for block in table.blocks
        for paths in (block.row_paths, block.column_paths)
        for code, path in paths.items()
    }


@pytest.mark.parametrize("suffix", [".docx", ".html"])
@pytest.mark.parametrize("key", ["zfxxgknb-2021", "xzzfnb-2024"])
def test_a_draft_of_a_shipped_form_is_that_form(
    published: Callable[[str, str], Path], tmp_path: Path, key: str, suffix: str
) -> None:
    form = load(key)
    draft = loaded(draft_from(published(key, suffix), form.id, "2025", None).text, tmp_path / "a-2025")
    assert [table.id for table in draft.tables] == [table.id for table in form.tables]
    for table in form.tables:
        mine = draft.by_id[table.id]
        assert [(b.rows, b.columns, b.stubhead, b.banner, dict(b.kinds)) for b in mine.blocks] == [
            (b.rows, b.columns, b.stubhead, b.banner, dict(b.kinds)) for b in table.blocks
        ]
        assert mine.totals == table.totals and normal(mine.title) == normal(table.title)
        assert mine.landscape == table.landscape
        if suffix == ".docx" and not table.printed_widths:  # as drawn: those the workbook has
            assert [round(one) for one in mine.widths] == pytest.approx(table.widths, abs=3)
    if key == "zfxxgknb-2021":
        wanted = {(r.key, r.bound, r.left, r.right) for r in form.rules if r.code == "T3-B01"}
        assert {(r.key, r.bound, r.left, r.right) for r in draft.rules if r.code == "T3-B01"} == wanted
        assert [one for one in draft.order if one[0] == "N"] == ["N1", "N5", "N6"]


def test_codes_of_an_older_form_are_kept(published: Callable[[str, str], Path], tmp_path: Path) -> None:
    old, shipped = load("zfxxgknb-2021"), load("zfxxgknb-2019")
    draft = draft_from(published("zfxxgknb-2019", ".docx"), "zfxxgknb", "2025", old)
    new = codes(loaded(draft.text, tmp_path / "a-2025"))
    before, meant = codes(old), codes(shipped)
    kept = {place for place in new if place in before}
    assert len(new) == 62 and len(kept) == 50
    assert all(new[place] == meant[place] for place in kept)  # no wrong one
    assert any(
        "规范性文件" in line and "r2" in line for line in draft.decisions
    )  # what is only alike is asked
    assert "[migrate.2021]" in draft.text


@pytest.mark.parametrize("suffix", [".html", ".docx", ".xlsx"])
@pytest.mark.parametrize("name", OFFICIAL)
def test_an_official_table_is_redrawn(soffice: str, tmp_path: Path, name: str, suffix: str) -> None:
    """As another program writes it: no difference, every cell readable, and the draft is told in full."""
    file = tmp_path / "a.html"
    file.write_text(page("统计表", OFFICIAL[name]), encoding="utf-8")
    if suffix == ".docx":
        converted(soffice, file, "docx:MS Word 2007 XML", tmp_path)
    elif suffix == ".xlsx":
        converted(soffice, file, "xlsx", tmp_path, "HTML (StarCalc)")
    file = file.with_suffix(suffix)
    draft = draft_from(file, "abc", "2025", None)
    form = loaded(draft.text, tmp_path / "abc-2025")
    compared = compare_with_official(form, file, TODAY)
    assert compared.sentences == () and compared.equal > 20
    assert misread(form) == []
    assert len(draft.decisions) == draft.text.count("# 待定：") > 1
    assert not any("画出来" in line for line in draft.decisions)


def test_sums_by_words_and_numbers(tmp_path: Path) -> None:
    def sums(name: str) -> dict[str, list[str]]:
        form = drafted(tmp_path / name, "表", OFFICIAL[name])[1]
        return {a: [ref for _, ref in total.terms] for a, total in form.totals.items()}

    def column(rows: list[int], c: str = "c1") -> list[str]:
        return [f"T1.r{row}.{c}" for row in rows]

    assets = sums("assets")
    assert assets == {  # 2.固定资产合计 has 减：累计折旧 among its parts: asked
        "T1.r1.c1": column([2, 3, 4, 5]), "T1.r6.c1": column([7, 8]), "T1.r9.c1": column([10, 11, 17]),
        "T1.r18.c1": column([1, 6, 9]),
    }  # fmt: skip
    assert sums("bodies") == {}  # three ways of dividing one total
    assert sums("village") == {"T1.r2.c1": column([3, 4]), "T1.r5.c1": column([6, 7, 8])}
    assert sums("dingxi") == {}  # 其中 is a reminder
    classes = sums("classes")
    assert classes["T1.r2.c1"] == [f"T1.r2.c{n}" for n in range(2, 9)]
    assert classes["T1.r1.c3"] == column([2, 3, 4], "c3")


def test_what_is_among_others_is_a_reminder(tmp_path: Path) -> None:
    draft, form = drafted(tmp_path / "a", "表", OFFICIAL["dingxi"])
    relations = {
        (rule.bound.refs[0], rule.bound.operator, len(rule.bound.refs), rule.severity) for rule in form.rules
    }
    assert relations == {
        (f"T1.r{row}.{c}", sign, n, "warning")
        for row, sign, n in ((1, ">=", 2), (10, "==", 7), (17, ">=", 4), (20, "==", 5), (27, ">=", 2))
        for c in ("c1", "c2")
    }
    assert sum("其中" in line for line in draft.decisions) == 5
    # what may be negative does not hold its parts
    _, money = drafted(tmp_path / "b", "单位：万元", SANGONG)
    assert {rule.bound.refs[0] for rule in money.rules if not rule.is_total} == {"T1.r4.c1", "T1.r4.c2"}


def test_two_ways_of_dividing_are_asked(tmp_path: Path) -> None:
    draft, _ = drafted(tmp_path, "表", BODIES)
    assert any("“合计”像是合计" in line for line in draft.decisions)


NOTES = "注：1.第22行=第23行+第24行；2.25=26+27+28；3.22≥24；4.有收益的村=全部村-无收益的村；5.数据保留整数。"


def test_relations_in_notes_become_rules(tmp_path: Path) -> None:
    draft, form = drafted(tmp_path, "表", VILLAGE, NOTES)
    stated = {
        (rule.bound.refs, rule.bound.operator) for rule in form.rules if not rule.is_total and rule.origin
    }
    assert stated == {(("T1.r2.c1", "T1.r4.c1"), ">=")}  # the two sums are totals already
    assert {"T1.r2.c1", "T1.r5.c1"} <= form.totals.keys()
    assert any("有收益的村=全部村-无收益的村" in line and "没有写成关系" in line for line in draft.decisions)
    assert not any("保留整数" in line for line in draft.decisions)
    # what is stated, is asked no more
    assert not any("“1.汇入本表村数”当作" in line for line in draft.decisions)


def test_relations_above_a_table_without_a_title(tmp_path: Path) -> None:
    _, form = drafted(tmp_path, "本表勾稽关系为：22≥24。", VILLAGE)
    assert [rule.bound.refs for rule in form.rules if rule.origin] == [("T1.r2.c1", "T1.r4.c1")]


def test_a_stated_sum_outdoes_a_guessed_one(tmp_path: Path) -> None:
    _, form = drafted(tmp_path, "表", VILLAGE, "审核关系：22=23+24+25")
    (rule,) = [rule for rule in form.rules if rule.origin]
    assert rule.bound.refs == ("T1.r2.c1", "T1.r3.c1", "T1.r4.c1", "T1.r5.c1")
    assert "T1.r2.c1" not in form.totals


def test_relations_between_tables(tmp_path: Path) -> None:
    first = "表一　收入\n".strip(), "项目 | 代码 | 数\n收入 | 1 | _\n支出 | 2 | _"
    second = "表二　结余", "项目 | 代码 | 数\n上年结余 | 11 | _\n本年结余 | 12 | _"
    _, form = drafted(tmp_path, *first, *second, "审核关系：表二12=表一1-表一2；表二11≥99")
    rules = [(rule.table, rule.bound.refs) for rule in form.rules]
    assert rules == [("T2", ("T2.r2.c1", "T1.r1.c1", "T1.r2.c1"))]


def test_relations_of_all_tables_in_one_list(tmp_path: Path) -> None:
    """Each is a rule of the table it speaks of; a table that is not there gives none."""
    one = "项目 | 代码 | 数\n甲 | 1 | _\n乙 | 2 | _"
    two = "项目 | 代码 | 数\n丙 | 3 | _\n丁 | 4 | _"
    note = "表一：2≤1；表二：4≤3；表二3=表一1；表三：1≤2"
    for titles in (("表一　收入", "表二　支出"), ("收入情况表", "支出情况表")):
        draft, form = drafted(tmp_path / titles[0], titles[0], one, titles[1], two, note)
        assert [(rule.table, rule.bound.refs) for rule in form.rules] == [
            ("T1", ("T1.r2.c1", "T1.r1.c1")), ("T2", ("T2.r2.c1", "T2.r1.c1")), ("T2", ("T2.r1.c1", "T1.r1.c1")),
        ]  # fmt: skip
        assert sum("没有写成关系" in line for line in draft.decisions) == 1


def test_a_number_that_stands_twice_names_nothing(tmp_path: Path) -> None:
    rows = "项目 | 数\n一、甲 | _\n1.子 | _\n2.丑 | _\n二、乙 | _\n1.寅 | _\n2.卯 | _"
    _, form = drafted(tmp_path, "表", rows, "注：1≥2")
    assert [rule for rule in form.rules if rule.origin] == []


@pytest.mark.parametrize(("text", "wanted"), STATED)
def test_a_note_is_read_as_it_is_meant(text: str, wanted: tuple[str, ...]) -> None:
    assert sorted(map(meaning, stated_relations(text))) == sorted(wanted)


def test_formulas_of_the_file_are_the_sums(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "收支情况"
    for words in (["项目", "一季度", "二季度", "全年"], ["甲"], ["乙"], ["丙"], ["全部"]):
        sheet.append(words)
    for row in range(2, 6):
        sheet.cell(row, 4).value = f"=B{row}+C{row}"
    for column in "BCD":
        sheet[f"{column}5"] = f"=SUM({column}2:{column}4)"
    book.save(tmp_path / "a.xlsx")
    form = loaded(draft_from(tmp_path / "a.xlsx", "abc", "2025", None).text, tmp_path / "abc-2025")
    assert [ref for _, ref in form.totals["T1.r1.c3"].terms] == ["T1.r1.c1", "T1.r1.c2"]
    assert [ref for _, ref in form.totals["T1.r4.c1"].terms] == ["T1.r1.c1", "T1.r2.c1", "T1.r3.c1"]
    assert form.tables[0].title == "收支情况"


def test_formulas_that_are_no_sums_are_asked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for words in (
        ["项目", "上年", "本年", "增减额", "合并"],
        ["甲", None, None, "=C2-B2", "=B2+C2"],
        ["乙", None, None, "=C3-B3", "=C3"],
    ):
        sheet.append(words)
    book.save(tmp_path / "a.xlsx")
    draft = draft_from(tmp_path / "a.xlsx", "abc", "2025", None)
    assert loaded(draft.text, tmp_path / "abc-2025").totals == {}
    assert sum("C2-B2" in line or "C3-B3" in line for line in draft.decisions) == 2
    assert any("c4" in line and "公式" in line for line in draft.decisions)  # its two formulas differ


def test_headings_without_a_table_are_texts(tmp_path: Path) -> None:
    draft, form = drafted(
        tmp_path, "2025年某事年度报告", "一、总体情况（写明全年工作，不超过五百字）", "（一）机制", "（二）成效",
        "二、办理情况（单位：件）", "类别 | 数量\n建议 | _\n提案 | _\n合计 | _", "三、问题（写明不足）",
    )  # fmt: skip
    assert form.order == ("N1", "T2", "N3") and form.title == "{year}年某事年度报告"
    assert [part.heading for part in form.sections[0].parts] == ["（一）机制", "（二）成效"]
    assert form.sections[1].title == "三、问题" and form.sections[1].parts[0].prompt == "写明不足"
    assert form.by_id["T2"].title == "二、办理情况" and form.by_id["T2"].measure == "件"
    assert any("总体情况" in line for line in draft.decisions)


@pytest.mark.slow
@pytest.mark.parametrize("name", OFFICIAL)
def test_a_draft_makes_a_form_that_works(office: Office, tmp_path: Path, name: str) -> None:
    """Made, filled and saved by LibreOffice, checked, reported and taken back: the same figures."""
    form = drafted(tmp_path, "某某统计报告", OFFICIAL[name])[1]
    step = {"percent": "-0.01", "balance": "-1.01", "amount": "1.01", "change": "-1"}
    typed = {a: Decimal(step.get(form.kinds[a], "1")) * n for n, a in enumerate(form.inputs, 1)}
    given = Submission(form.id, "2025", 2025, UNIT, with_totals(form, typed, keep=False), {})
    (tmp_path / "a.xlsx").write_bytes(write_workbook(form, sign(form.key, 2025, UNIT.code, UNIT.name), UNIT))
    save = [[str(tmp_path / "b.xlsx"), "xlsx"]]
    shown = [lay_out(form).place(address) for address in form.totals]
    answer = office.ask(tmp_path / "a.xlsx", put=filled_cells(lay_out(form), given), read=shown, save=save)
    back = extract(read_xlsx((tmp_path / "b.xlsx").read_bytes()), lambda: [form])
    assert back.submission.values == given.values
    assert {one.code for one in check(form, back.submission)} <= {rule.code for rule in form.rules}
    for place, address in zip(shown, form.totals, strict=True):
        assert exact(repr(answer["read"][place])) == given.values[address]
    taken = take(read_docx(word_report(scaffold(form), form, given)), [form])
    assert taken.submission.values == given.values


@settings(max_examples=60, deadline=None)
@given(form_texts())
def test_any_form_is_redrawn_or_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Blocks one below the other come back as printed; what does not, among blocks side by side, is told."""
    folder = tmp_path_factory.mktemp("any")
    try:
        form = loaded(text, folder / "any-2025")
    except FormError:  # a total over cells that are not to be filled, and the like
        return
    ours = printed_form(form)
    parts = [part for table in form.tables for part in (PrintedLine(table.title), ours[table.id])]
    draft = loaded(form_file(draft_form(parts, "任一", None), "abc", "2025", "f"), folder / "abc-2025")
    found, equal = official_differences(draft, [ours[table.id] for table in form.tables])
    if "beside" not in text:
        assert found == [] and equal == sum(len(table.cells) for table in ours.values())
        assert sum(len(block.crossings) for table in draft.tables for block in table.blocks) == sum(
            len(block.crossings) for table in form.tables for block in table.blocks
        )


ODD = (
    "合计", "项目", "序号", "单位", "代码", "甲", "1", "2", "(1)", "其中：女", "一、收入", "1.甲", "①乙", "是否公开", "备注",
    "金额（万元）", "增减", "比例%", "{{ x }}", "\'\'\'", '"q"', "\\n", "r1 x", "c2", "=SUM(A1)", "×", "3=1+2", "# x", "[[table]]",
    "_", "_", "_", "_", "_",
)  # fmt: skip
LINES = (
    "一、甲",
    "2025年某表",
    "注：1=2+3；4≥5",
    "（一）甲",
    "单位：万元",
    "表二：1=表一2",
    "填表说明：",
    "单位负责人：",
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(ODD), st.sampled_from(["", "", "", "[2x1]", "[1x2]", "[3x3]"])),
                 min_size=1, max_size=6),
        min_size=1, max_size=7),
    st.lists(st.sampled_from(LINES), max_size=3), st.sampled_from([None, "zfxxgknb-2021"]),
)  # fmt: skip
def test_any_page_gives_a_form_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[tuple[str, str]]],
    lines: list[str],
    old: str | None,
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    drawing = "\n".join(" | ".join(f"{text} {span}" for text, span in row) for row in rows) + "\n"
    try:
        draft, form = drafted(folder, *lines, drawing, *lines, old=load(old) if old else None)
    except UsageError as error:
        assert error.code == "U-no-table"
    else:
        assert form.inputs and len(draft.decisions) > 1


def grid(rows: int, columns: int) -> str:
    head = " | ".join(["项目", *(f"第{c}列" for c in range(columns))])
    return "\n".join([head, *(" | ".join([f"第{r}项", *["_"] * columns]) for r in range(rows))])


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["只有文字，没有表。"] * 50, "U-no-table"),
        (["表", "是否已出台 | 情况说明\n_ | _\n_ | _"], "U-no-table"),  # only words would be filled in
        ([grid(250, 20)], "U-large-file"),
        ([grid(3000, 40)], "U-large-file"),
        ([f"表{n}\n" + grid(2, 1) for n in range(70)], "U-large-file"),
    ],
)
def test_what_is_no_blank_form_is_refused(tmp_path: Path, parts: list[str], code: str) -> None:
    (tmp_path / "a.html").write_text(page(*parts), encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        draft_from(tmp_path / "a.html", "abc", "2025", None)
    assert refused.value.code == code


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(UnreadableFile):
        draft_from(tmp_path / "a.docx", "abc", "2025", None)


def test_columns_of_words(tmp_path: Path) -> None:
    draft, form = drafted(
        tmp_path, "表", "项目 | 数量 | 是否公开 | 变动原因说明 | 备注\n甲 | _ | _ | _ | _\n乙 | _ | _ | _ | _"
    )
    assert form.tables[0].blocks[0].kinds == {"c3": "text", "c2": "choice", "c4": "text"}
    assert form.inputs == ("T1.r1.c1", "T1.r2.c1") and len(form.cell_texts) == 6
    assert any("填文字" in line for line in draft.decisions)


def test_a_row_over_the_whole_width_is_not_filled(tmp_path: Path) -> None:
    rows = "项目 | 数量 | 金额\n一、收入[1x3]\n工资 | _ | _\n奖金 | _ | _\n二、支出[1x3]\n房租 | _ | _"
    draft, form = drafted(tmp_path, "收支表", rows)
    assert form.tables[0].blocks[0].absent == {"r1", "r4"} and len(form.inputs) == 6
    assert sum("只是标题" in line for line in draft.decisions) == 2
    assert any("合并的格子不一样" in line for line in draft.decisions)  # what cannot be drawn is told


def test_a_filled_table_of_one_row(tmp_path: Path) -> None:
    _, form = drafted(tmp_path, "情况表", "申请数量 | 受理数量\n0 | 1")
    assert form.inputs == ("T1.r1.c1", "T1.r1.c2")


def test_boxes_to_tick_are_choices(tmp_path: Path) -> None:
    rows = "网站名称 | _\n访问量 | _\n网站类型 | □门户网站 □部门网站\n是否有客户端 | □是 □否"
    _, form = drafted(tmp_path, "网站情况表", rows)
    (block,) = form.tables[0].blocks
    assert form.inputs == ("T1.r2.c1",) and form.tables[0].words == {
        "T1.r1.c1": "text", "T1.r3.c1": "choice", "T1.r4.c1": "choice",
    }  # fmt: skip
    assert block.options("r3", "c1") == ("门户网站", "部门网站") and block.options("r4", "c1") == ("是", "否")


def test_lines_that_went_nowhere_are_told(tmp_path: Path) -> None:
    """The head of an official form: its number, who made it, until when it holds."""
    draft, _ = drafted(
        tmp_path,
        "能源消费统计表",
        "表号：国管节能1表",
        "有效期至：2027年",
        "单位：吨",
        "项目 | 数量\n煤 | _\n油 | _",
    )
    (told,) = [line for line in draft.decisions if "没有写进来" in line]
    assert "国管节能1表" in told and "有效期至" in told and "单位：吨" not in told and "能源消费" not in told


def test_an_open_list_keeps_one_row(tmp_path: Path) -> None:
    draft, form = drafted(tmp_path, "表", "申请数量 | 受理数量\n_ | _\n_ | _\n_ | _")
    assert form.inputs == ("T1.r1.c1", "T1.r1.c2")
    assert any("3 行空行" in line for line in draft.decisions)


def test_the_command(tmp_path: Path) -> None:
    file, folder = tmp_path / "官方.html", tmp_path / "sgjf-2025"
    file.write_text(page("“三公”经费决算情况统计表", "单位：万元", SANGONG), encoding="utf-8")
    made = xltool("form", "new", folder, "--from", file)
    assert made.code == 0 and "5 处要由您定" in made.err
    listed = (folder / "待定.txt").read_text(encoding="utf-8-sig").splitlines()
    lines = (folder / "form.toml").read_text(encoding="utf-8").splitlines()
    assert len(listed) == 5
    for line in listed:  # each is a comment at its line
        number, words = line.removeprefix("form.toml 第 ").split(" 行：", 1)
        assert lines[int(number) - 1].strip() == f"# 待定：{words}"
    assert xltool("form", "check", folder, "--against", file).code == 0
    again = xltool("form", "new", folder, "--from", file)
    assert again.code != 0 and (folder / "form.toml").read_text(encoding="utf-8").splitlines() == lines
    alone = xltool("form", "new", tmp_path / "b-2025", "--like", "zfxxgknb-2021")
    assert alone.code != 0 and "--from" in alone.err and not (tmp_path / "b-2025").exists()


@pytest.mark.parametrize(
    "key", [key for key in KEYS if (DATA / "templates" / key / "official.html").exists()]
)
def test_a_form_made_from_a_page_equals_it(key: str) -> None:
    form, file = load(key), DATA / "templates" / key / "official.html"
    compared = compare_with_official(form, file, TODAY)
    assert compared.sentences == () and compared.lines == ""  # it stands in [proof] already
    assert form.proof is not None and form.proof.file == file.name
