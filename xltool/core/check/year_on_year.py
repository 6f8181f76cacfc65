"""Compare figures with last year's and warn of what looks like a slip: a digit too many, lines exchanged.

Figures do change, so only changes that hardly happen by themselves are reported, as warnings and
with both figures.  The bounds belong to the form (`Form.jump`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.form.block import MONEY_KINDS, Block
from xltool.core.form.model import Form, Jump, Table, cell_parts
from xltool.core.form.relation import PRIOR
from xltool.core.submission.model import Submission, plain
from xltool.core.text import zh
from xltool.core.text.catalogue.last_year import P_EXCHANGED, P_JUMP, P_UNIT
from xltool.core.text.code import FindingCode

SHOWN = 5  # figures named in one finding
_NEAR = 2  # a ratio from unit / 2 to unit * 2 counts as the unit
_BETTER = 4  # how many times nearer to last year's two lines must be when exchanged

_Figures = Mapping[str, Decimal]
FigureLine = tuple[str, ...]  # the addresses of the inputs of one row or column, in the form's order


def compare_years(
    form: Form, submission: Submission, prior: Submission, invalid: Collection[str] = ()
) -> list[Finding]:
    """Warn of figures that look like slips beside last year's; infos where the unit explains them.

    `invalid` are addresses whose figure could not be read.  One cause gives one finding: figures of
    exchanged lines are not reported again one by one.
    """
    if form.jump is None:
        return []
    now, last = (
        {a: n for a, n in one.values.items() if n is not None and a not in unusable}
        for one, unusable in ((submission, invalid), (prior, ()))
    )
    drafts = [_unit_draft(form, address, now, last) for address in units_mixed(form, form.jump, now, last)]
    for table in form.tables:
        pairs = exchanged(table, form.jump, now, last)
        drafts += [_exchanged_draft(form, table, pair, now, last) for pair in pairs]
        reported = {address for pair in pairs for line in pair for address in line}
        addresses = [a for a in jumped(form, table, form.jump, now, last) if a not in reported]
        if addresses:
            drafts.append(_jumped_draft(form, table, form.jump, addresses, now, last))
    return [
        Finding(code, _with_prior(refs), args, severity="info" if submission.notes.get(code) else "warning")
        for code, refs, args in drafts
    ]


_Draft = tuple[FindingCode, Sequence[str], dict[str, str]]  # of a finding: code, addresses, arguments


def _unit_draft(form: Form, address: str, now: _Figures, last: _Figures) -> _Draft:
    args = {"label": short_label(form, address), "last": plain(last[address]), "now": plain(now[address])}
    return P_UNIT, (address,), args


def _exchanged_draft(
    form: Form, table: Table, pair: tuple[FigureLine, FigureLine], now: _Figures, last: _Figures
) -> _Draft:
    args = {"table": table.title}
    for name, line in zip(("first", "second"), pair, strict=True):
        args[name] = shared_label(form, line)
        args[f"{name}_last"] = plain(sum((last[a] for a in line), Decimal(0)))
        args[f"{name}_now"] = plain(sum((now[a] for a in line), Decimal(0)))
    return P_EXCHANGED, (*pair[0], *pair[1]), args


def _jumped_draft(
    form: Form, table: Table, jump: Jump, addresses: list[str], now: _Figures, last: _Figures
) -> _Draft:
    items = [
        zh.JUMP.format(label=short_label(form, a), last=plain(last[a]), now=plain(now[a]))
        for a in addresses[:SHOWN]
    ]
    args = {"table": table.title, "n": str(len(addresses)), "factor": plain(jump.factor)}
    return P_JUMP, addresses, {**args, "items": "；".join(items)}


def shared_label(form: Form, line: FigureLine) -> str:
    """The official words shared by a row or column and not by all other figures of its table."""
    paths = [form.labels[address] for address in line]
    others = [form.labels[a] for a in form.table_of(line[0]).addresses if a not in line]
    shared = [word for word in paths[0] if all(word in path for path in paths)]
    distinctive = [word for word in shared if not all(word in path for path in others)]
    return " · ".join(distinctive[-2:] or shared[-1:])


def ratio(one: Decimal, other: Decimal) -> Decimal:
    """How many times the smaller figure the larger is; 1 when the smaller is not above 0."""
    small, large = sorted((one, other))
    return large / small if small > 0 else Decimal(1)


def units_mixed(form: Form, jump: Jump, now: _Figures, last: _Figures) -> list[str]:
    """The amounts typed in another unit: about `unit` times last year's, or that fraction of it."""
    least, most = jump.unit / _NEAR, jump.unit * _NEAR
    both = [a for a in form.addresses if form.kinds[a] in MONEY_KINDS and a in now and a in last]
    return [address for address in both if least <= ratio(now[address], last[address]) <= most]


def exchanged(table: Table, jump: Jump, now: _Figures, last: _Figures) -> list[tuple[FigureLine, FigureLine]]:
    """The pairs of rows, or of columns, that look as if each was typed in the other's place."""
    pairs: list[tuple[FigureLine, FigureLine]] = []
    for block in table.blocks:
        for lines in _lines(table, block):
            complete = [line for line in lines if all(a in now and a in last for a in line)]
            moved = [line for line in complete if _apart(line, line, now, last) >= jump.least]
            for one, other in combinations(moved, 2):
                used = {address for pair in pairs for line in pair for address in line}
                free = not used & {*one, *other} and len(one) == len(other)
                if free and _looks_exchanged(jump, one, other, now, last):
                    pairs.append((one, other))
    return pairs


def _lines(table: Table, block: Block) -> Iterator[list[FigureLine]]:
    """The rows of a block, then its columns, without totals."""
    here = {f"{table.id}.{row}.{column}" for row, column in block.addresses}
    for axis in (1, 2):
        lines: dict[str, list[str]] = {}
        for address in table.inputs:
            if address in here:
                lines.setdefault(cell_parts(address)[axis], []).append(address)
        yield [tuple(line) for line in lines.values()]


def _apart(one: FigureLine, other: FigureLine, now: _Figures, last: _Figures) -> Decimal:
    """How far this year's figures of `one` are from last year's of `other`, in all."""
    return sum((abs(now[a] - last[b]) for a, b in zip(one, other, strict=True)), Decimal(0))


def _looks_exchanged(jump: Jump, one: FigureLine, other: FigureLine, now: _Figures, last: _Figures) -> bool:
    """Whether two lines are much nearer to last year's when exchanged, and unlike in size."""
    small, large = sorted(sum((last[a] for a in line), Decimal(0)) for line in (one, other))
    if small * jump.factor > large:  # lines of similar size change places by chance
        return False
    straight = _apart(one, one, now, last) + _apart(other, other, now, last)
    crossed = _apart(one, other, now, last) + _apart(other, one, now, last)
    return straight >= 2 * jump.least and crossed * _BETTER <= straight


def jumped(form: Form, table: Table, jump: Jump, now: _Figures, last: _Figures) -> list[str]:
    """The counts at least `factor` times last year's, or that fraction of it, neither of them small."""
    return [
        address
        for address in table.inputs
        if form.kinds[address] == "count" and address in now and address in last
        if min(now[address], last[address]) >= jump.least
        if ratio(now[address], last[address]) >= jump.factor
    ]


def _with_prior(addresses: Sequence[str]) -> tuple[str, ...]:
    """The addresses, each followed by that of last year's figure."""
    return tuple(ref for address in addresses for ref in (address, PRIOR + address))
