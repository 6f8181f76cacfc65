"""How well sentences are read: alarms on right ones, and how many changed figures are told.

``python benchmarks/texts.py [FOLDER]`` measures on FOLDER/narratives.json (a list of sentences with
what they say), otherwise on sentences made by ``tests/support/sentences.py``, and writes the table to
benchmarks/texts.md; with ``--misses`` each miss goes to stdout.  A sentence is first held against
tables that agree with it; then each figure of the tables it speaks of is changed (N-count must come),
and each figure of its list (N-list must come).  Long texts of awkward shapes are timed at the end.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from xltool.core.check.narrative.review import check_narrative
from xltool.core.check.narrative.sentences import tidy
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, Unit, with_totals
from xltool.reading.form.find import find_form
from xltool.reading.form.load import load_form

PAGE = Path(__file__).with_suffix(".md")
sys.path.append(str(PAGE.parents[1] / "tests"))

folder = find_form("zfxxgknb-2021")
assert folder is not None
FORM: Form = load_form(folder)
# what a sentence says → the input of the tables that carries it
CELLS = {
    "new": "T3.r1.c1", "carried": "T3.r2.c1", "public": "T3.r3.c1", "part": "T3.r4.c1", "refuse": "T3.r11.c1",
    "unable": "T3.r13.c1", "noproc": "T3.r16.c1", "other": "T3.r23.c1", "next": "T3.r25.c1", "review": "T4.r1.c1",
    "suit": "T4.r1.c6", "made": "T2.r2.c1", "gone": "T2.r2.c2", "valid": "T2.r2.c3", "fee": "T2.r6.c5",
    "permits": "T2.r3.c4", "fines": "T2.r4.c4", "force": "T2.r5.c4",
}  # fmt: skip
RESULTS = ("public", "part", "refuse", "unable", "noproc", "other")
SIZE = 300_000  # characters of a text that must not take long


@dataclass(frozen=True)
class Sentence:
    """A sentence of the text `at`, what it says of the tables, and its list (`adds_up` None: no list)."""

    quote: str
    at: str
    says: Mapping[str, Decimal]
    parts: tuple[Decimal, ...] = ()
    total: Decimal | None = None
    adds_up: bool | None = None
    year: int = 2025
    unit: str = ""
    level: str = "县级部门"
    expect: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    balance: Mapping[str, Decimal] = field(default_factory=dict)  # figures beside those that are said


def sentence(data: Mapping[str, Any]) -> Sentence | None:
    """A sentence as the folder has it; None where its words were not kept whole."""
    quote = data.get("quote")
    if not quote or "…" in quote:
        return None
    says = {key: Decimal(str(number)) for key, number in (data.get("says") or {}).items()}
    total = data.get("total")
    return Sentence(
        quote, data.get("at", "N1.1"), says, tuple(Decimal(str(part)) for part in data.get("parts") or ()),
        None if total is None else Decimal(str(total)), data.get("adds_up"), data.get("year", 2025),
        data.get("unit", ""), data.get("level", "县级部门"), tuple(data.get("expect") or ()),
        tuple(data.get("may") or ()),
        {key: Decimal(number) for key, number in (data.get("balance") or {}).items()},
    )  # fmt: skip


def figures(says: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Inputs that agree with `says`; what it leaves open is filled so that the table balances."""
    zero = Decimal(0)
    said = {key: number for key, number in says.items() if key in CELLS}
    results = sum((said.get(key, zero) for key in RESULTS), zero)
    carried, following = said.get("carried", zero), said.get("next", zero)
    if "total-other" in says:
        total = says["total-other"] + said.get("other", zero)
    elif "total" in says:
        total = says["total"]
    elif "new" in said:
        total = said["new"] + carried - following
    else:
        total = results
    new = said.get("new", max(total + following - carried, zero))
    rest = total - results
    free = next((key for key in RESULTS if key not in said), None)
    if rest > 0 and free:
        said[free] = rest
    said["new"] = new
    inputs = {CELLS[key]: number for key, number in said.items()}
    columns = {f"T3.r1.{key.split('.')[1]}": n for key, n in says.items() if key.startswith("new.")}
    if columns:
        inputs["T3.r1.c1"] = zero
        inputs |= columns
        inputs["T3.r1.c7"] = new  # a total may be what was typed
    return inputs


def alarms(one: Sentence, quote: str, says: Mapping[str, Decimal]) -> list[str]:
    """The codes of the findings about sums and tables, other expected ones too."""
    zeros = dict.fromkeys((a for a in FORM.addresses if a not in FORM.totals), Decimal(0))
    inputs = zeros | figures({**one.balance, **says})
    unit = Unit("031", one.unit or "青石县水务局", one.level)
    values = with_totals(FORM, inputs, keep=True)
    submission = Submission(FORM.id, FORM.version, one.year, unit, values, {one.at: quote})
    codes = [str(finding.code) for finding in check_narrative(FORM, submission)]
    return [code for code in codes if code in ("N-list", "N-count", *one.expect)]


def changed_lists(one: Sentence) -> Iterator[str]:
    """The sentence with one figure of its list changed, each in turn; none where the list is not found."""
    text = tidy(one.quote)
    found = list(re.finditer(r"\d+(?:\.\d+)?", text))
    wanted = [number for number in (one.total, *one.parts) if number is not None]
    for order in (wanted, [*wanted[1:], *wanted[:1]]):
        places, at = [], 0
        for number in order:
            at = next((i for i in range(at, len(found)) if Decimal(found[i][0]) == number), len(found))
            if at < len(found):
                places.append(found[at])
            at += 1
        if len(places) == len(wanted):
            for match in places:
                for step in (1, -1) if Decimal(match[0]) > 1 else (1,):
                    yield text[: match.start()] + str(Decimal(match[0]) + step) + text[match.end() :]
            return


def measure(sentences: Sequence[Sentence], misses: bool = False) -> Counter[str]:
    """How many of each kind were asked, and how many answered right."""
    counts: Counter[str] = Counter()

    def note(kind: str, right: bool, *about: object) -> None:
        counts[kind] += 1
        counts[kind + " right"] += right
        if misses and not right:
            print(kind, *about)

    for one in sentences:
        codes = alarms(one, one.quote, one.says)
        wrong_list = ["N-list"] if one.adds_up is False else []
        wrong = [code for code in codes if code not in (*wrong_list, *one.expect, *one.may)]
        note("silent", not wrong, wrong, one.quote)
        for code in (*wrong_list, *one.expect):
            note("expected", code in codes, code, one.quote)
        for key, number in one.says.items():
            if key not in CELLS and not key.startswith("new."):
                continue
            for step in (1, -1) if number > 1 else (1,):
                found = alarms(one, one.quote, {**one.says, key: number + step})
                note("table", "N-count" in found, key, number + step, one.quote)
        if one.adds_up:
            for text in changed_lists(one):
                note("list", "N-list" in alarms(one, text, one.says), text)
    return counts


def timings() -> Iterator[tuple[str, float]]:
    """(shape, seconds) of texts of `SIZE` characters that make careless patterns slow."""
    whole = "收到政府信息公开申请3件，其中自然人2件、法人1件，"
    for name, text in {
        "one character": "公", "figures": "1件", "commas": "，", "brackets": "（", "closing": "）", "openers": "其中",
        "list": "文件1条、", "words": "收到申请", "sentence": whole, "sentences": whole[:-1] + "。", "lines": "一、\n",
        "years": "2024年", "spaces": " ", "names": "予以公开及", "digits": "12", "thousands": "1,", "quotes": "《",
    }.items():  # fmt: skip
        long = text * (SIZE // len(text))
        inputs = with_totals(FORM, dict.fromkeys(FORM.addresses, Decimal(0)), keep=True)
        submission = Submission(FORM.id, FORM.version, 2025, Unit("1", "某局"), inputs, {"N1.2": long})
        begun = time.perf_counter()
        check_narrative(FORM, submission, submission)
        yield name, time.perf_counter() - begun


def page(name: str, sentences: Sequence[Sentence], counts: Counter[str]) -> str:
    """The table in Markdown."""

    def share(kind: str) -> str:
        asked = counts[kind]
        return (
            f"| {asked} | {counts[kind + ' right']} | {counts[kind + ' right'] / asked:.1%} |"
            if asked
            else "| 0 | 0 | |"
        )

    told = counts["table right"] + counts["list right"] + counts["expected right"]
    wrong = counts["silent"] - counts["silent right"]
    lines = [
        "# Sentences against figures", "",
        f"`python benchmarks/texts.py` on {name}: {len(sentences)} sentences.", "",
        "| | asked | right | share |", "|---|---|---|---|",
        f"| no alarm on a right sentence {share('silent')}",
        f"| a wrong sum or basis as written is told {share('expected')}",
        f"| a changed figure of a table is told {share('table')}",
        f"| a changed figure of a list is told {share('list')}", "",
        f"Precision (right alarms of all alarms): {told / (told + wrong):.1%}.", "",
        f"Texts of {SIZE // 1000} kB in one shape, checked once:", "",
        "| shape | seconds |", "|---|---|",
    ]  # fmt: skip
    lines += [f"| {shape} | {seconds:.2f} |" for shape, seconds in timings()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    if given.folder:
        data = json.loads((given.folder / "narratives.json").read_text(encoding="utf-8"))
        sentences, name = [one for item in data if (one := sentence(item))], "collected sentences"
    else:
        from support.sentences import made

        sentences, name = (
            [one for item in made(1000) if (one := sentence(item))],
            "sentences made by the tests",
        )
    text = page(name, sentences, measure(sentences, given.misses))
    print(text)
    if not given.folder:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
