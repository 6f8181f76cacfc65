"""Review the texts of a submission and report what a careful reader would ask about.

`rules.check` calls it after the rules of the tables.  False alarms cost more than misses: nearly
everything is a warning, and what may be right is not reported.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from xltool.core.check.finding import Finding
from xltool.core.check.narrative import manners
from xltool.core.check.narrative.bound import check_bound, with_figures
from xltool.core.check.narrative.counts import wrong_counts
from xltool.core.check.narrative.lists import wrong_lists
from xltool.core.check.narrative.names import foreign_names, foreign_self
from xltool.core.check.narrative.sentences import quote, sentences, tidy
from xltool.core.check.narrative.similar import repeats
from xltool.core.check.narrative.years import wrong_years
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, plain
from xltool.core.text import zh
from xltool.core.text.catalogue.texts import (
    N_ABSENT,
    N_BASIS,
    N_COUNT,
    N_DOUBLE,
    N_HEADING,
    N_HEADING_OTHER,
    N_IDENTITY,
    N_LIST,
    N_MAGNITUDE,
    N_MOBILE,
    N_NAME,
    N_PERIOD,
    N_RARE,
    N_SAME,
    N_SELF,
    N_SLIP,
    N_YEAR,
)
from xltool.core.text.code import FindingCode


def check_narrative(
    form: Form,
    submission: Submission,
    prior: Submission | None = None,
    doubtful: Collection[str] = (),
    beside: Mapping[str, str] = MappingProxyType({}),
) -> list[Finding]:
    """All findings of the texts, text by text, references replaced by the figures they stand for.

    `doubtful` are figures that have their own finding: no text is compared with them.  `beside` are words
    beside tables: they are held against the figures like the text that the form names for their table.
    """
    findings = check_bound(form, submission)
    submission = with_figures(form, submission)
    figures = {a: n for a, n in submission.values.items() if n is not None and a not in doubtful}
    for address, text in submission.texts.items():
        if address in form.labels and text.strip():
            findings += _about(form, submission, prior, known, address, text)
    for table, text in beside.items():
        place = form.narrative.beside.get(table)
        if place is not None:
            findings += _figures(form, submission, known, _Place(table, place, form.by_id[table].title), text)
    findings += _absent(form, submission, known)
    if prior is not None:
        findings += _repeated(form, submission, with_figures(form, prior))
    return [_explained(finding, submission) for finding in findings]


def _explained(finding: Finding, submission: Submission) -> Finding:
    """The finding, as info where the unit explains a warning."""
    note = submission.notes.get(finding.code)
    return replace(finding, severity="info") if note and finding.severity == "warning" else finding


def _about(
    form: Form,
    submission: Submission,
    prior: Submission | None,
    known: Mapping[str, Decimal],
    address: str,
    text: str,
) -> Iterator[Finding]:
    place = _Place(address, address, form.labels[address][-1])
    found, opening, unit = place.finding, address == form.narrative.opening, submission.unit
    yield from _figures(form, submission, known, place, text)
    for year in wrong_years(text, submission.year, opening):
        code = N_PERIOD if year.is_period else N_YEAR
        said = quote(year.sentence, year.start, year.end)
        yield found(code, said, found=year.year, year=str(submission.year))
    for tidied, start, end in manners.outdated_bases(text, form.narrative.outdated):
        yield found(N_BASIS, quote(tidied, start, end), basis=form.basis)
    titles = list(manners.headings(form, address, text))
    for code, foreign in ((N_HEADING, False), (N_HEADING_OTHER, True)):
        lines = [line for line, is_foreign in titles if is_foreign == foreign]
        if lines:
            yield reviewed.finding(code, zh.NAMES_OF_ALL.join(lines))


@dataclass(frozen=True)
class _Place:
    """Where a text stands: `ref` in findings, read like the text `address`, called `label`."""

    ref: str
    address: str
    label: str

    def finding(self, code: FindingCode, said: str, *refs: str, **args: str) -> Finding:
        told = {"label": self.label, "quote": said, **args}
        return Finding(code, (self.ref, *refs), told, severity="warning")


def _figures(
    form: Form, submission: Submission, known: Mapping[str, Decimal], place: _Place, text: str
) -> Iterator[Finding]:
    """Figures that contradict the tables, and lists that do not add up."""
    found = place.finding
    for wrong in wrong_counts(form, place.address, text, known, submission.year):
        one = wrong.said
        held = zh.NAMES_OF_ALL.join(
            zh.READING.format(label=name, figure=plain(figure)) for name, figure in wrong.held
        )
        finding = found(N_COUNT, quote(one.sentence, one.start, one.end), *wrong.refs, held=held)
        yield replace(finding, value=one.value, expected=wrong.held[0][1])
    told = ("", *sentences(text), "")
    for before, sentence, after in dict.fromkeys(zip(told, told[1:], told[2:], strict=False)):
        for bad in wrong_lists(sentence, before, after):
            parts, whole = "＋".join(plain(part) for part in bad.parts), plain(bad.whole.value)
            said = quote(bad.sentence, bad.whole.start, bad.whole.end)
            finding = found(N_LIST, said, whole=whole, parts=parts, sum=plain(bad.sum))
            yield replace(finding, value=bad.whole.value, expected=bad.sum)


def _manners(text: str, found: Callable[..., Finding]) -> Iterator[Finding]:
    tidied = tidy(text)
    for match in manners.identity_numbers(text):
        yield found(N_IDENTITY, manners.masked(match[0]))
    for match in manners.mobiles(text):
        yield found(N_MOBILE, manners.masked(match[0]))
    for match, meant in manners.word_slips(text):
        yield found(N_SLIP, quote(tidied, *match.span()), typed=match[0], meant=meant)
    twice = list(dict.fromkeys(match[0] for match in manners.doubled(text)))
    if twice:
        yield reviewed.finding(N_DOUBLE, zh.NAMES_OF_ALL.join(twice))
    for match in manners.impossible(reviewed.text):
        yield reviewed.finding(N_MAGNITUDE, quote(tidied, *match.span()))
    characters = manners.rare(reviewed.text)
    if characters:
        yield replace(reviewed.finding(N_RARE, zh.NAMES_OF_ALL.join(characters)), severity="info")


def _absent(form: Form, submission: Submission, figures: Mapping[str, Decimal]) -> Iterator[Finding]:
    """Subjects a section must mention and does not; sections with a missing or blank text are not asked."""
    for mention in form.narrative.mentions:
        section = next((section for section in form.sections if section.id == mention.section), None)
        addresses = [part.id for part in section.parts] if section else []
        texts = [submission.texts.get(address, "").strip() for address in addresses]
        if not addresses or not all(texts):
            continue
        refs: list[str] = []
        if mention.when:
            refs = [ref for _, ref in mention.when.terms]
            if not all(ref in figures for ref in refs) or not mention.when.value(figures):
                continue
        if not any(word in text for word in mention.words for text in texts):
            args = {"label": section.title if section else "", "what": mention.what}
            yield Finding(N_ABSENT, (addresses[0], *refs), args, severity=mention.severity)


def _repeated(form: Form, submission: Submission, prior: Submission) -> Iterator[Finding]:
    """One finding for all texts that repeat last year's."""
    same = [
        address
        for address in form.narrative.fresh
        if repeats(submission.texts.get(address, ""), prior.texts.get(address, ""))
    ]
    if same:
        labels = zh.NAMES_OF_ALL.join(zh.SAME_AS.format(label=form.labels[a][-1]) for a in same)
        yield Finding(N_SAME, tuple(same), {"labels": labels})
