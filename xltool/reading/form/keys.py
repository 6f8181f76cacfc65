"""What may be written in a form file, level by level; anything else is told with the nearest word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from xltool.core.errors import FormError
from xltool.core.text import zh
from xltool.core.text.catalogue.forms import F_TYPE, F_UNKNOWN
from xltool.reading.form.source import FormSource

KEYS = {  # path of the TOML table → its keys
    "": "id version name basis title levels order guide fields slips migrate cross jump narrative"
        " section table proof",
    "section": "id title label heading prompt prefill room words part profile",
    "section.part": "id label heading prompt prefill room",
    "section.profile": "name part",
    "section.profile.part": "id label heading prompt prefill room",
    "table": "id title sheet measure widths printed_widths landscape upper upper_levels block rule chart"
             " notes signs",
    "table.block": "rows columns stubhead banner kinds choices totals folded absent beside",
    "table.rule": "code severity each check left right advice levels predecessor trial origin",
    "table.chart": "title cells units",
    "cross": "code form severity check left right advice",
    "jump": "factor least unit most most_levels",
    "proof": "file sha256 date accepted",
    "narrative": "count phrase receipt mention outdated fresh opening claim lengths bases preface deadline"
                 " deadlines beside",
    "narrative.count": "says none names needs readings texts about unless",
    "narrative.phrase": "name figure text zero",
    "narrative.mention": "section words what severity when code given least",
    "narrative.claim": "says texts unless about code when",
}  # fmt: skip
_HOLDS: dict[type, str] = {  # what a key holds, by itself or with its path; all others a text
    list: "levels order guide fields upper_levels most_levels folded absent accepted fresh outdated says none"
          " notes signs names needs texts about unless given words preface widths printed_widths",
    dict: "kinds choices totals slips lengths bases beside readings receipt deadlines section.words jump"
          " narrative proof",
    int: "upper room least factor unit most units",
    bool: "landscape table.block.beside",
}  # fmt: skip
_SHAPES = {key: kind for kind, keys in _HOLDS.items() for key in keys.split()}
_INSIDE = {
    "widths": (int, float),
    "printed_widths": (int, float),
    "preface": (list,),
    "choices": (list,),
    "lengths": (int,),
}
_OWN_CHECK = ("migrate", "trial", "date")  # whoever reads these says what is wrong with them
_HEADER = re.compile(r"\s*\[+\s*([\w.]+)\s*\]+")


def refuse_unknown(source: FormSource) -> None:
    """Raise FormError for the first key that nothing reads, or that holds another kind of thing."""
    for path, key in _strange(source.data, ""):
        if key not in KEYS[path].split():
            raise unknown(source, key, KEYS[path].split(), path)
        shape = zh.FORM_SHAPES[_shape(path, key).__name__]
        detail = zh.FORM_SHAPE.format(word=key, where=f"[{path}]" if path else "form.toml", shape=shape)
        raise FormError(F_TYPE, source.path, _line(source, key, path), "", detail)


def unknown(source: FormSource, word: str, known: Iterable[str], path: str = "") -> FormError:
    """Make the error for a `word` that is none of those `known` at its place."""
    known = list(known)
    near = get_close_matches(word, known, 1)
    advice = zh.FORM_NEAR.format(near=near[0]) if near else zh.FORM_WORDS.format(words="、".join(known))
    detail = zh.FORM_WORD.format(word=word, where=f"[{path}]" if path else "form.toml", advice=advice)
    return FormError(F_UNKNOWN, source.path, _line(source, word, path), source.table, detail)


def _strange(data: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    known = KEYS[path].split()
    for key, value in data.items():
        inner = f"{path}.{key}".lstrip(".")
        if key not in known or not _fits(path, key, value):
            yield path, key
        elif inner in KEYS:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict):
                    yield from _strange(item, inner)


def _shape(path: str, key: str) -> type:
    return _SHAPES.get(f"{path}.{key}") or _SHAPES.get(key, str)


def _fits(path: str, key: str, value: Any) -> bool:
    """Whether a key holds what it should, as do its lists and tables; those in ``[[ ]]`` are not asked."""
    shape, is_header = _shape(path, key), f"{path}.{key}".lstrip(".") in KEYS
    if key in _OWN_CHECK or (is_header and shape is str):
        return True
    if type(value) is not shape:  # True is an int, too
        return False
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return is_header or all(isinstance(one, _INSIDE.get(key, (str,))) for one in inside)


def _line(source: FormSource, word: str, path: str) -> int | None:
    """The first line with `word` as a key under a header of `path`, in the table that is being read."""
    first = source.text.count("\n", 0, source.start)
    here, pattern = "", re.compile(rf"(?<![\w.]){re.escape(word)}\s*=|\"{re.escape(word)}\"")
    for number, line in enumerate(source.text.splitlines(), 1):
        if header := _HEADER.match(line):
            here = header[1]
            if here == f"{path}.{word}".lstrip("."):
                return number
        elif number > first and here == path and pattern.search(line):
            return number
    return None
