"""How well relations in notes are read: of those in figures, and of sentences that are none.

``python benchmarks/relations.py [FILE]`` measures on FILE, a list of [sentence, [meaning, …]] as JSON, otherwise
on the sentences of ``tests/support/stated_relations.py``, and writes the table to benchmarks/relations.md;
with ``--misses`` each miss goes to stdout.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from xltool.core.form.draft.sentences import stated_relations

PAGE = Path(__file__).with_suffix(".md")
sys.path.append(str(PAGE.parents[1] / "tests"))

from support.stated_relations import STATED, meaning  # noqa: E402


def measured(sentences: Iterable[tuple[str, Sequence[str]]], say: bool) -> Counter[str]:
    """The counts of the table; misses are printed if `say`."""
    counts: Counter[str] = Counter()
    for text, wanted in sentences:
        found = [meaning(one) for one in stated_relations(text)]
        rules, right = [one for one in found if one != "~"], [one for one in wanted if one != "~"]
        hits = sum((Counter(rules) & Counter(right)).values())
        counts["in figures"] += len(right)
        counts["rules"] += len(rules)
        counts["right"] += hits
        counts["handed on"] += min(found.count("~"), list(wanted).count("~"))
        counts["to hand on"] += list(wanted).count("~")
        counts["without"] += not wanted
        counts["silent"] += not wanted and not found
        if say and sorted(found) != sorted(wanted):
            print(f"{text}\n  {found}\n  {list(wanted)}")
    return counts


def table(counts: Counter[str], name: str) -> str:
    """The page."""
    rows = [
        ("relations in figures", counts["in figures"], ""),
        ("precision", f"{counts['right']} of {counts['rules']}", f"{counts['right'] / counts['rules']:.3f}"),
        ("recall", f"{counts['right']} of {counts['in figures']}",
         f"{counts['right'] / counts['in figures']:.3f}"),
        ("in words, products, ratios, conditions: handed on",
         f"{counts['handed on']} of {counts['to hand on']}", ""),
        ("sentences without a relation that give nothing", f"{counts['silent']} of {counts['without']}", ""),
    ]  # fmt: skip
    lines = "\n".join(f"| {words} | {count} | {share} |" for words, count, share in rows)
    return f"# Relations in notes\n\nMeasured on {name}; `python benchmarks/relations.py`.\n\n| | | |\n| --- | --- | --- |\n{lines}\n"


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.file:
        print(table(measured(json.loads(options.file.read_text(encoding="utf-8")), options.misses), "a file"))
        return
    page = table(measured(STATED, options.misses), "`tests/support/stated_relations.py`")
    PAGE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
