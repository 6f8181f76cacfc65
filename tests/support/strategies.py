"""Random submissions for the property tests: every figure and text a unit could really send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, Unit, with_totals

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
changes = st.one_of(counts, st.integers(-999, 999).map(Decimal))
balances = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n) / 10**4)
percents = st.integers(-10_000, 100_000).map(lambda n: Decimal(n) / 100)
FIGURES = {
    "count": counts, "amount": amounts, "change": changes, "balance": balances, "percent": percents,
}  # fmt: skip


def year_of(form: Form) -> int:
    """A year for which the form's version is the right one."""
    return 2020 if form.version == "2019" else 2025


@st.composite
def submissions(draw: st.DrawFn, form: Form, blanks: bool = False, level: str = "县级部门") -> Submission:
    """A complete submission (or one with some blanks), totals derived."""
    values: dict[str, Decimal | None] = {}
    warnings = sorted({rule.code for rule in form.rules if rule.severity == "warning"})
    for table in form.tables:
        for address in table.inputs:
            figure = FIGURES[form.kinds[address]]
            values[address] = draw(st.one_of(st.none(), figure) if blanks else figure)
    return Submission(
        form.id,
        form.version,
        year_of(form),
        Unit(**{**vars_of(UNIT), "level": level}),
        with_totals(form, values, keep=False),
        {address: draw(texts) for address in form.texts},
        draw(st.dictionaries(st.sampled_from(warnings), texts)),
    )


def vars_of(unit: Unit) -> Mapping[str, str]:
    """The fields of a unit."""
    return {name: getattr(unit, name) for name in Unit.__dataclass_fields__}


def balanced(form: Form, submission: Submission) -> Submission:
    """The same submission with as few figures changed as it takes that every rule holds."""
    values: dict[str, Decimal | None] = dict(submission.values)

    def settle() -> dict[str, Decimal]:
        inputs = {address: number for address, number in values.items() if address not in form.totals}
        values.update(with_totals(form, inputs, keep=False))
        return {address: number or Decimal(0) for address, number in values.items()}

    if "T3.r25.c1" in form.kinds:  # the balance of applications: what was received follows what was done
        for column in range(1, 7):
            known = settle()
            done = known[f"T3.r24.c{column}"] + known[f"T3.r25.c{column}"]
            carried = min(known[f"T3.r2.c{column}"], done)
            values[f"T3.r2.c{column}"], values[f"T3.r1.c{column}"] = carried, done - carried
    for rule in form.rules:  # every other rule has no constant: zeros satisfy it
        if not (rule.needs_prior or rule.is_total or rule.bound.holds(rule.bound.residual(settle()))):
            values.update(dict.fromkeys(rule.bound.refs, Decimal(0)))
    settle()
    return replace(submission, values=values)
