"""docs/*.md → pages with a table of contents; each code of a finding has its place; search by characters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from xltool.core.text import zh
from xltool.reading.form.find import DATA

if TYPE_CHECKING:
    from markdown_it.token import Token

DOCS = DATA / "docs"
_MOST = 60  # places of a search that are listed
_AROUND = 40  # characters shown before what was looked for
_LINK = re.compile(r"(?:\.\./)?(?:docs/)?([\w.-]+)\.md(#.*)?")
_PICTURE = re.compile(r"pictures/([\w.-]+\.png)")


@dataclass(frozen=True)
class HelpPage:
    """One document: `heads` are (id, words) of its sections, `html` its body."""

    name: str
    title: str
    html: str
    heads: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """A place that holds what was looked for, with the words before and after it."""

    name: str
    title: str
    head: str
    anchor: str
    before: str
    hit: str
    after: str


def page_names() -> list[str]:
    """The documents there are, those for clerks first, in the order they are listed."""
    there = {path.stem for path in DOCS.glob("*.md")}
    first = [name for names in zh.HELP_GROUPS.values() for name in names if name in there]
    return first + sorted(there - set(first))


def contents_of() -> list[tuple[str, list[tuple[str, str]]]]:
    """(group, [(name, title)]) of all documents."""
    grouped = {name: group for group, names in zh.HELP_GROUPS.items() for name in names}
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in page_names():
        groups.setdefault(grouped.get(name, zh.HELP_OTHER), []).append((name, _parsed(name)[0]))
    return [*groups.items()]


def render(name: str) -> HelpPage | None:
    """The document `name`; None when there is none."""
    if name not in page_names():
        return None
    from markdown_it import MarkdownIt

    title, tokens = _parsed(name)
    heads = [
        (str(token.attrs["id"]), tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    renderer = MarkdownIt("commonmark").enable("table").renderer
    html = renderer.render(tokens, MarkdownIt("commonmark").options, {})
    number = itertools.count(1)

    def scrolling(_: re.Match[str]) -> str:
        label = f"{zh.HELP_TABLE} {next(number)}"
        return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>'

    html = re.sub("<table>", scrolling, html)
    return HelpPage(name, title, html.replace("</table>", "</table></div>"), heads)


def search(words: str) -> list[Found]:
    """Every place with these characters, upper and lower case alike, each paragraph or row once."""
    found: list[Found] = []
    for name in page_names():
        title, tokens = _parsed(name)
        head, anchor = title, ""
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                head, anchor = _words(tokens[at + 1]), str(token.attrs["id"])
            if token.type == "tr_open" and token.attrs.get("id"):
                anchor = str(token.attrs["id"])
            text = _words(token) if token.type in ("inline", "fence", "code_block") else ""
            where = text.lower().find(words.lower())
            if where >= 0:
                end = where + len(words)
                around = text[max(0, where - _AROUND) : where], text[where:end], text[end : end + 2 * _AROUND]
                found.append(Found(name, title, head, anchor, *around))
    return found[:_MOST]


def _words(token: Token) -> str:
    """What a reader sees of a token."""
    if token.children is None:
        return token.content
    return "".join(child.content or " " for child in token.children if child.type != "html_inline")


@cache
def _parsed(name: str) -> tuple[str, list[Token]]:
    """(title, tokens) of a document, with places to link to and links that stay inside the page."""
    from markdown_it import MarkdownIt

    # what looks like HTML in a document is text: nothing but Markdown becomes a page
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((DOCS / f"{name}.md").read_text(encoding="utf-8"))
    title, form, taken = name, "", set[str]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = _words(tokens[at + 1])
            title = words if token.tag == "h1" else title
            form = f"{words.rpartition('：')[2]}." if "：" in words else ""
            token.attrSet("id", _unique(re.sub(r"\s+", "-", words), taken))
        elif token.type == "tr_open" and at + 2 < len(tokens):
            code = [c.content for c in tokens[at + 2].children or () if c.type == "code_inline"]
            if code:
                token.attrSet("id", _unique(f"{form}{code[0]}", taken))
        for child in token.children or ():
            _stay_inside(child)
    return title, tokens


def _unique(wanted: str, taken: set[str]) -> str:
    number, one = 1, wanted
    while one in taken:
        number += 1
        one = f"{wanted}-{number}"
    taken.add(one)
    return one


def _stay_inside(token: Token) -> None:
    """Links between documents lead to our pages, pictures to ours; other links become plain words."""
    if token.type == "link_open":
        inside = _LINK.fullmatch(str(token.attrs["href"]))
        if inside and (DOCS / f"{inside[1]}.md").is_file():
            token.attrSet("href", f"/help/{inside[1]}{inside[2] or ''}")
        elif not str(token.attrs["href"]).startswith(("#", "https://")):
            token.attrSet("href", "/help")
        else:
            token.attrSet("rel", "noreferrer")
    elif token.type == "image":
        inside = _PICTURE.fullmatch(str(token.attrs["src"]))
        token.attrSet("src", f"/help/pictures/{inside[1]}" if inside else "")
