"""How often the repair hint names the wrong cell: seeded mistakes in realistic submissions.

``python benchmarks/repair.py`` writes benchmarks/repair.md.  A case is one submission that keeps
every rule of severity error, with one mistake of one kind put into it; `check` sees it as it would
see a return, once as a workbook (totals follow the inputs) and once as a document (totals were typed
and stay).  Submissions: the published ones in samples/, and random ones of the size of an office,
a county and a city with figures spread as in the published ones.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from xltool.core.check.repair import Answer, repairs
from xltool.core.form.model import Form, cell_parts
from xltool.core.form.relation import PRIOR
from xltool.core.submission.document import from_json
from xltool.core.submission.model import plain, with_totals
from xltool.reading.form.find import DATA, find_form
from xltool.reading.form.load import load_form

SEED = 20211
RANDOM = {"office": 60, "county": 60, "city": 60}  # random submissions of each size
TRIES = 3  # mistakes of each kind in each submission
PAGE = Path(__file__).with_suffix(".md")
Values = dict[str, Decimal]

folder = find_form("zfxxgknb-2021")
assert folder is not None
FORM: Form = load_form(folder)
INPUTS = FORM.inputs


# --- submissions ----------------------------------------------------------------------------------


def published() -> list[tuple[Values, Values | None]]:
    """(figures, last year's figures) of the samples, wrong totals put right."""

    def figures(path: Path) -> Values:
        one = from_json(json.loads(path.read_text(encoding="utf-8")), lambda _: FORM)[1]
        return derived({address: one.values[address] or Decimal(0) for address in INPUTS})

    samples = DATA / "samples"
    suqian = [figures(samples / f"suqian-{year}.json") for year in (2023, 2024)]
    return [(suqian[0], None), (suqian[1], suqian[0]), (figures(samples / "jinhu-2023.json"), None)]


def derived(inputs: Mapping[str, Decimal]) -> Values:
    """All figures, totals from the inputs."""
    full = with_totals(FORM, {a: n for a, n in inputs.items() if a not in FORM.totals}, keep=False)
    return {address: number for address, number in full.items() if number is not None}


# share of each row among the results, as in the published reports; the rest is spread evenly
SHARES = {"r3": 40, "r4": 13, "r13": 20, "r14": 5, "r16": 4, "r17": 3, "r23": 4, "r8": 2, "r11": 3, "r12": 3}
COLUMNS = {"c1": 100, "c2": 12, "c3": 1, "c4": 2, "c5": 3, "c6": 3}
SIZES = {"office": (1, 12), "county": (40, 400), "city": (1500, 6000)}


def made(size: str, dice: random.Random) -> tuple[Values, Values]:
    """A random submission and the part of last year's that rules look at."""
    inputs = dict.fromkeys(INPUTS, Decimal(0))
    applications = dice.randint(*SIZES[size])
    rows = [f"r{number}" for number in range(3, 24)]
    for column in dice.choices(list(COLUMNS), list(COLUMNS.values()), k=applications):
        row = dice.choices(rows, [SHARES.get(row, 0.5) for row in rows])[0]
        if dice.random() < 0.03:
            row = "r25"
        inputs[f"T3.{row}.{column}"] += 1
        inputs[f"T3.{'r2' if dice.random() < 0.03 else 'r1'}.{column}"] += 1
    cases = dice.randint(0, max(1, applications // 12))
    for column in dice.choices([c for c in range(1, 15) if c not in (5, 10)], k=cases):
        inputs[f"T4.r1.c{column}"] += 1
    for address, most in (("r2.c1", 20), ("r2.c2", 10), ("r3.c4", 9000), ("r4.c4", 3000), ("r5.c4", 400)):
        inputs[f"T2.{address}"] = Decimal(dice.randint(0, most))
    inputs["T2.r2.c3"] = inputs["T2.r2.c1"] + dice.randint(0, 60)
    inputs["T2.r6.c5"] = Decimal(dice.randint(0, 10**7)) / 100
    prior = {f"T3.r25.{column}": inputs[f"T3.r2.{column}"] for column in COLUMNS}
    prior["T3.r25.c7"] = sum(prior.values(), Decimal(0))
    return derived(inputs), prior


# --- mistakes: figures and an address → what was typed where --------------------------------------


def swapped(values: Values, address: str, dice: random.Random) -> Values | None:
    """12 → 21."""
    text = plain(values[address])
    spots = [i for i in range(len(text) - 1) if "." not in text[i : i + 2] and text[i] != text[i + 1]]
    if not spots:
        return None
    i = dice.choice(spots)
    return {address: Decimal(text[:i] + text[i + 1] + text[i] + text[i + 2 :])}


def dropped(values: Values, address: str, dice: random.Random) -> Values | None:
    """123 → 13."""
    text = plain(values[address])
    if len(text) < 2:
        return None
    i = dice.randrange(len(text))
    return {address: Decimal(text[:i] + text[i + 1 :])} if text[i] != "." else None


def doubled(values: Values, address: str, dice: random.Random) -> Values | None:
    """12 → 122."""
    text = plain(values[address])
    i = dice.randrange(len(text))
    return {address: Decimal(text[:i] + text[i] + text[i:])} if text[i] != "." else None


def off_by_one(values: Values, address: str, dice: random.Random) -> Values | None:
    """12 → 13 or 11."""
    return {address: values[address] + dice.choice((-1, 1))}


def miscounted(values: Values, address: str, dice: random.Random) -> Values | None:
    """Any other figure up to half as much again: no slip of the hand."""
    more = dice.randint(2, max(2, int(values[address]) // 2))
    return {address: values[address] + more}


def left_out(values: Values, address: str, dice: random.Random) -> Values | None:
    """12 → 0."""
    return {address: Decimal(0)}


def _beside(values: Values, address: str, row: int, column: int) -> Values | None:
    table, r, c = cell_parts(address)
    other = f"{table}.r{int(r[1:]) + row}.c{int(c[1:]) + column}"
    if values.get(other, 1) != 0 or FORM.kinds[other] != FORM.kinds[address]:
        return None
    return {address: Decimal(0), other: values[address]}


def next_column(values: Values, address: str, dice: random.Random) -> Values | None:
    """12 in the next column, which was 0."""
    return _beside(values, address, 0, dice.choice((-1, 1)))


def next_row(values: Values, address: str, dice: random.Random) -> Values | None:
    """12 in the next row, which was 0."""
    return _beside(values, address, dice.choice((-1, 1)), 0)


def wrong_column(values: Values, address: str, dice: random.Random) -> Values | None:
    """12 in any other column of the row, which was 0."""
    away = [n for n in range(-14, 15) if abs(n) > 1]
    return _beside(values, address, 0, dice.choice(away))


KINDS: dict[str, Callable[[Values, str, random.Random], Values | None]] = {
    "two digits swapped": swapped, "digit dropped": dropped, "digit doubled": doubled, "left at 0": left_out,
    "off by one": off_by_one, "another number": miscounted, "in the next column": next_column,
    "in another column": wrong_column, "in the next row": next_row,
}  # fmt: skip


# --- measuring ------------------------------------------------------------------------------------


def outcome(values: Values, prior: Values | None, wrong: Values, typed_totals: bool) -> str:
    """``unseen``, ``silent``, ``first``, ``second`` or ``wrong``: what the hint makes of one case."""
    full = values | wrong if typed_totals else derived(values | wrong)
    known = full | {PRIOR + address: number for address, number in (prior or {}).items()}
    rules = [r for r in FORM.rules if r.severity == "error" and all(ref in known for ref in r.bound.refs)]
    if all(rule.bound.holds(rule.bound.residual(known)) for rule in rules):
        return "unseen"
    found = repairs(FORM, known, "县级")
    if not found:
        return "silent"
    right = [[restores(answer, values, wrong) for answer in repair.answers] for repair in found]
    if len(found) == 1 and right[0][0]:
        return "first"
    return "second" if any(any(answers) for answers in right) else "wrong"


def restores(answer: Answer, values: Values, wrong: Values) -> bool:
    """Whether the answer names the wrong cells and their true figures."""
    return {c.address: c.meant for c in answer.changes} == {address: values[address] for address in wrong}


def cases() -> Iterator[tuple[str, str, str, str]]:
    """(source, size, kind, outcome) of every case."""
    dice = random.Random(SEED)
    pool = [("published", *pair) for pair in published()] * 20
    pool += [(size, *made(size, dice)) for size, n in RANDOM.items() for _ in range(n)]
    for size, values, prior in pool:
        for kind, mistake in KINDS.items():
            for source in ("workbook", "document"):
                spots = [a for a in (INPUTS if source == "workbook" else FORM.addresses) if values[a]]
                for _ in range(TRIES if spots else 0):
                    wrong = mistake(values, dice.choice(spots), dice)
                    if source == "workbook":
                        wrong = wrong if wrong and not wrong.keys() & FORM.totals.keys() else None
                    if wrong and all(values[address] != number for address, number in wrong.items()):
                        yield source, size, kind, outcome(values, prior, wrong, source == "document")


def table(counts: Counter[tuple[str, str, str, str]], part: int) -> list[str]:
    """A Markdown table by source and one other part of the cases: size (1) or kind (2)."""
    grouped: dict[tuple[str, str], Counter[str]] = {}
    for case, n in counts.items():
        grouped.setdefault((case[0], case[part]), Counter())[case[3]] += n
        grouped.setdefault((case[0], "**all**"), Counter())[case[3]] += n
    lines = [
        "| source | cases | not against any rule | hint silent | right first | right second | wrong "
        "| right of hints given | right of cases seen |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for (source, name), found in sorted(grouped.items()):
        given = found["first"] + found["second"] + found["wrong"]
        seen = given + found["silent"]
        numbers = [found[kind] for kind in ("unseen", "silent", "first", "second", "wrong")]
        shares = [f"{found['first'] / max(1, n):.0%}" for n in (given, seen)]
        lines.append(
            f"| {source}, {name} | {seen + found['unseen']} | {' | '.join(map(str, [*numbers, *shares]))} |"
        )
    return lines


def main() -> None:
    """Measures all cases and writes the page."""
    counts = Counter(cases())
    page = [
        "# How often the repair hint is right", "",
        f"`python benchmarks/repair.py`, seed {SEED}. Each case is one mistake in a submission that kept every",
        "rule. *Workbook*: totals follow the inputs, so only the balances between rows and with last year can",
        "tell. *Document*: totals were typed and stay, so rows and columns cross. The rules can tell when the",
        "best-ranked answers are at most two; else the hint is silent. A hint is right when its first answer",
        "names the wrong cells and their true figures.", "",
        "## By kind of mistake", "", *table(counts, 2), "", "## By size of the submission", "", *table(counts, 1), "",
    ]  # fmt: skip
    PAGE.write_text("\n".join(page), encoding="utf-8")
    print("\n".join(page))


if __name__ == "__main__":
    main()
