"""Random submissions for the property tests: every figure and text a unit could really send."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st

from xltool.form import Form
from xltool.submission import Submission, Unit, with_totals

# what people type: Chinese, punctuation that breaks XML or formulas, rare characters, line breaks
ALPHABET = "政府信息公开一二三，。；“”《》（）AbZ09 <>&\"'={}|\\+-@_x000D_喆镕𠮷☃\n"
UNIT = Unit(
    "012", "金乡县投资促进服务中心", "县级部门", "光明路7号", "0537-8709110", "http://www.jinxiang.gov.cn/"
)

texts = (
    st.text(ALPHABET, min_size=1, max_size=200)
    .map(lambda text: "\n".join(line.strip() for line in text.split("\n")).strip())
    .filter(bool)
)
counts = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 999_999)).map(Decimal)
amounts = st.integers(0, 10**11).map(lambda n: Decimal(n) / 10**6)


@st.composite
def submissions(draw: st.DrawFn, form: Form, blanks: bool = False, level: str = "县级部门") -> Submission:
    """A complete submission (or one with some blanks), totals derived."""
    values: dict[str, Decimal | None] = {}
    for table in form.tables:
        for address in table.inputs:
            figure = amounts if form.kinds[address] == "amount" else counts
            values[address] = draw(st.one_of(st.none(), figure) if blanks else figure)
    return Submission(
        form.id,
        form.version,
        2025,
        Unit(**{**vars_of(UNIT), "level": level}),
        with_totals(form, values, keep=False),
        {address: draw(texts) for address in form.texts},
        draw(st.dictionaries(st.sampled_from(["T2-C01", "T2-C02", "P-02"]), texts)),
    )


def vars_of(unit: Unit) -> Mapping[str, str]:
    """The fields of a unit."""
    return {name: getattr(unit, name) for name in Unit.__dataclass_fields__}


def balanced(form: Form, submission: Submission) -> Submission:
    """The same submission with 结转下年度 and 现行有效 set so that every rule holds."""
    values = dict(submission.values)
    for column in range(1, 7):
        values[f"T3.r1.c{column}"] = Decimal(0)
        values |= with_totals(form, {a: v for a, v in values.items() if a not in form.totals}, keep=False)
        done = (values[f"T3.r24.c{column}"] or Decimal(0)) + (values[f"T3.r25.c{column}"] or Decimal(0))
        carried = min(values[f"T3.r2.c{column}"] or Decimal(0), done)
        values[f"T3.r2.c{column}"], values[f"T3.r1.c{column}"] = carried, done - carried
    for column in range(1, 4):
        values[f"T2.r1.c{column}"] = Decimal(0)
    values["T2.r2.c3"] = values["T2.r2.c1"]
    inputs = {address: number for address, number in values.items() if address not in form.totals}
    return Submission(
        submission.form, submission.version, submission.year, submission.unit,
        with_totals(form, inputs, keep=False), submission.texts, submission.notes,
    )  # fmt: skip
