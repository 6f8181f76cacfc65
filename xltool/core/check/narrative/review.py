"""Review the texts of a submission and report what a careful reader would ask about.

`rules.check` calls it after the rules of the tables.  False alarms cost more than misses: nearly
everything is a warning, and what may be right is not reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

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
    form: Form, submission: Submission, prior: Submission | None = None, doubtful: Collection[str] = ()
) -> list[Finding]:
    """All findings of the texts, text by text, references replaced by the figures they stand for.

    `doubtful` are addresses whose figures have findings of their own: no text is compared with them.
    """
    findings = check_bound(form, submission)
    submission = with_figures(form, submission)
    figures = {a: n for a, n in submission.values.items() if n is not None and a not in doubtful}
    for address, text in submission.texts.items():
        if address in form.labels and text.strip():
            reviewed = _Reviewed(form, submission, address, text)
            findings += _counts(reviewed, figures)
            findings += _lists(reviewed)
            findings += _years_and_bases(reviewed)
            findings += _headings(reviewed)
            findings += _names(reviewed, prior)
            findings += _manners(reviewed)
    findings += _absent(form, submission, figures)
    if prior is not None:
        findings += _repeated(form, submission, with_figures(form, prior))
    return [_explained(finding, submission) for finding in findings]


def _explained(finding: Finding, submission: Submission) -> Finding:
    """The finding, as info where the unit explains a warning."""
    note = submission.notes.get(finding.code)
    return replace(finding, severity="info") if note and finding.severity == "warning" else finding


@dataclass(frozen=True)
class _Reviewed:
    """One text under review, with what a finding about it needs."""

    form: Form
    submission: Submission
    address: str
    text: str

    def finding(self, code: FindingCode, quoted: str, *refs: str, **args: str) -> Finding:
        """A warning about this text that quotes it; `refs` are other addresses it is about."""
        args = {"label": self.form.labels[self.address][-1], "quote": quoted, **args}
        return Finding(code, (self.address, *refs), args, severity="warning")


def _counts(reviewed: _Reviewed, figures: Mapping[str, Decimal]) -> Iterator[Finding]:
    """Figures that differ from the tables."""
    for wrong in wrong_counts(
        reviewed.form, reviewed.address, reviewed.text, figures, reviewed.submission.year
    ):
        stated = wrong.stated
        refs = dict.fromkeys(ref for reading in stated.count.readings for _, ref in reading.sum.terms)
        in_tables = zh.NAMES_OF_ALL.join(
            zh.READING.format(label=name, figure=plain(figure)) for name, figure in wrong.readings
        )
        quoted = quote(stated.sentence, stated.start, stated.end)
        finding = reviewed.finding(N_COUNT, quoted, *refs, held=in_tables)
        yield replace(finding, value=stated.value, expected=wrong.readings[0][1])


def _lists(reviewed: _Reviewed) -> Iterator[Finding]:
    """Lists that do not add up."""
    before = ""
    for sentence in sentences(reviewed.text):
        for wrong in wrong_lists(sentence, before):
            parts, whole = "＋".join(plain(part) for part in wrong.parts), plain(wrong.whole.value)
            quoted = quote(wrong.sentence, wrong.whole.start, wrong.whole.end)
            finding = reviewed.finding(N_LIST, quoted, whole=whole, parts=parts, sum=plain(wrong.sum))
            yield replace(finding, value=wrong.whole.value, expected=wrong.sum)
        before = sentence


def _years_and_bases(reviewed: _Reviewed) -> Iterator[Finding]:
    """Years left over from an older report, wrong periods, legal bases no longer in force."""
    year, narrative = reviewed.submission.year, reviewed.form.narrative
    for wrong in wrong_years(reviewed.text, year, reviewed.address == narrative.opening):
        code = N_PERIOD if wrong.is_period else N_YEAR
        quoted = quote(wrong.sentence, wrong.start, wrong.end)
        yield reviewed.finding(code, quoted, found=wrong.year, year=str(year))
    for tidied, start, end in manners.outdated_bases(reviewed.text, narrative.outdated):
        yield reviewed.finding(N_BASIS, quote(tidied, start, end), basis=reviewed.form.basis)


def _headings(reviewed: _Reviewed) -> Iterator[Finding]:
    """Lines that repeat a title of the form, this text's own or another's."""
    titles = list(manners.headings(reviewed.form, reviewed.address, reviewed.text))
    for code, foreign in ((N_HEADING, False), (N_HEADING_OTHER, True)):
        lines = [line for line, is_foreign in titles if is_foreign == foreign]
        if lines:
            yield reviewed.finding(code, zh.NAMES_OF_ALL.join(lines))


def _names(reviewed: _Reviewed, prior: Submission | None) -> Iterator[Finding]:
    """Names that cannot be this unit's."""
    unit = reviewed.submission.unit
    former = unit.former or (prior.unit.name if prior is not None else "")
    for code, foreign in (
        (N_SELF, foreign_self(reviewed.text, unit)),
        (N_NAME, foreign_names(reviewed.text, unit, former)),
    ):
        for name in foreign:
            quoted = quote(name.sentence, name.start, name.end)
            yield reviewed.finding(code, quoted, word=name.words, unit=unit.name)


def _manners(reviewed: _Reviewed) -> Iterator[Finding]:
    """Personal data, slips of the pen, impossible numbers, rare characters."""
    tidied = tidy(reviewed.text)
    for match in manners.identity_numbers(reviewed.text):
        yield reviewed.finding(N_IDENTITY, manners.masked(match[0]))
    for match in manners.mobiles(reviewed.text):
        yield reviewed.finding(N_MOBILE, manners.masked(match[0]))
    for match, meant in manners.word_slips(reviewed.text):
        yield reviewed.finding(N_SLIP, quote(tidied, *match.span()), typed=match[0], meant=meant)
    twice = list(dict.fromkeys(match[0] for match in manners.doubled(reviewed.text)))
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
