"""What offices check in a report beside its figures: length, claims, preface, contact, dates.

Which words and figures these are is data of the form (`Narrative`); nothing is asked of a form that
does not give them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.sentences import clause, sentences, tidy
from xltool.core.form.model import Form
from xltool.core.form.narrative_model import Claim, Narrative
from xltool.core.form.phrases import compiled, literals
from xltool.core.submission.model import Submission, Unit
from xltool.core.text import zh

_PARTS = re.compile(patterns.PREFACE_COUNT)
_PHONE, _ADDRESS = re.compile(patterns.PHONE), re.compile(patterns.ADDRESS)
_DATE, _TOWNSHIP = re.compile(patterns.SIGNED), re.compile(patterns.TOWNSHIP)
_GOVERNMENT = re.compile(patterns.GOVERNMENT)
_LAST_YEAR, _CAME = re.compile(patterns.CLAIM_OF_LAST_YEAR), re.compile(patterns.CLAIM_OF_ALL)
_LISTED = 4  # parts of a report in one sentence that are meant as a list of them
_LATEST = 2  # years after the report's in which a date is that of its publication
_PHONE_DIGITS = 7  # of a number without its area code


@dataclass(frozen=True, slots=True)
class Place:
    """Words from `start` to `end` of a tidied sentence, and what is to be said of them."""

    sentence: str
    start: int
    end: int
    what: str = ""


def length(text: str) -> int:
    """The characters of a text, without white space."""
    return len("".join(text.split()))


def false_claims(
    narrative: Narrative, address: str, text: str, figures: Mapping[str, Decimal]
) -> Iterator[tuple[Claim, Place]]:
    """Claims such as 全部办结 that a figure rules out, each once a text."""
    for claim in narrative.claims:
        refs = [ref for _, ref in claim.when.terms]
        if (
            address not in claim.texts
            or not all(ref in figures for ref in refs)
            or not claim.when.value(figures)
        ):
            continue
        found = (
            Place(sentence, *match.span())
            for sentence in sentences(text)
            if not any(word in sentence for word in claim.unless)
            and (not claim.about or any(word in sentence for word in claim.about))
            for phrase in claim.says
            if all(word in sentence for word in literals(phrase))
            and (match := compiled(phrase).search(sentence))
            and not _of_last_year(sentence, *match.span())
        )
        if place := next(found, None):
            yield claim, place


def _of_last_year(sentence: str, start: int, end: int) -> bool:
    """Whether a claim speaks only of what was carried over: 上年结转4件，均已办结."""
    if _LAST_YEAR.search(clause(sentence, start, end)):
        return True
    return bool(_LAST_YEAR.search(sentence, 0, start)) and not _CAME.search(sentence, 0, start)


def wrong_preface(form: Form, text: str) -> Iterator[Place]:
    """A preface that counts or lists other parts than the form has."""
    parts = form.narrative.preface
    if not parts:
        return
    for sentence in sentences(text):
        if match := _PARTS.search(sentence):
            number = zh.spoken_number(match[1]) if not match[1].isdecimal() else int(match[1])
            if number != len(parts):
                yield Place(sentence, *match.span(), zh.PREFACE_PARTS.format(n=len(parts)))
                return
        there = [any(word in sentence for word in words) for words in parts]
        if _LISTED <= sum(there) < len(parts):
            titles = _titles(form)
            absent = [i for i, known in enumerate(there) if not known]
            names = [titles[i] if i < len(titles) else parts[i][0] for i in absent]
            what = zh.PREFACE_ABSENT.format(names=zh.NAMES_OF_ALL.join(names))
            yield Place(sentence, 0, len(sentence), what)
            return


def _titles(form: Form) -> list[str]:
    titles = {section.id: section.title for section in form.sections}
    titles |= {table.id: table.title for table in form.tables}
    return [titles[item] for item in form.order if titles[item]]


def wrong_contact(text: str, unit: Unit) -> Iterator[Place]:
    """A telephone or address that is not the one known of the unit."""
    known, own = _digits(unit.phone)[-_PHONE_DIGITS:], tidy(unit.address)
    for sentence in sentences(text):
        phones = list(_PHONE.finditer(sentence)) if patterns.PHONE_WORD in sentence else []
        if known and phones and not any(_digits(match[0]).endswith(known) for match in phones):
            yield Place(sentence, *phones[0].span(), unit.phone)
        address = _ADDRESS.search(sentence)
        if own and address and not (own in address[1] or address[1] in own):
            yield Place(sentence, *address.span(1), unit.address)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", tidy(text))


def late_signature(narrative: Narrative, submission: Submission, text: str) -> Iterator[Place]:
    """A date in a line of its own that is after the day on which the report was due."""
    for line in text.split("\n")[-3:]:
        match = _DATE.fullmatch(tidy(line).strip())
        if match and (due := late(narrative, submission.unit, submission.year, _date(match))):
            yield Place(match[0], 0, len(match[0]), zh.DUE_DAY.format(month=due.month, day=due.day))


def late(narrative: Narrative, unit: Unit, year: int, published: date | None) -> date | None:
    """The day on which the report of `year` was due, when it was published after it; else None."""
    if not narrative.deadline or published is None or not year < published.year <= year + _LATEST:
        return None
    level = unit.level or next((name for name in narrative.deadlines if _governs(unit.name)), "")
    month, day = (int(part) for part in narrative.deadlines.get(level, narrative.deadline).split("-"))
    due = date(year + 1, month, day)
    return due if published > due else None


def _governs(name: str) -> bool:
    """Whether a unit of unknown level is a government above the townships, by its name."""
    return bool(_GOVERNMENT.search(name)) and not _TOWNSHIP.search(name)


def _date(match: re.Match[str]) -> date | None:
    numbers = [zh.spoken_number(part) if not part.isdecimal() else int(part) for part in match.groups()]
    try:
        return date(*(number or 0 for number in numbers))
    except ValueError:
        return None
