"""Review the texts of a submission and report what a careful reader would ask about.

`rules.check` calls it after the rules of the tables.  False alarms cost more than misses: nearly
everything is a warning, and what may be right is not reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from xltool.core.check.finding import Finding
from xltool.core.check.narrative import manners, offices
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
    N_BASIS,
    N_CONTACT,
    N_COUNT,
    N_DATE,
    N_DOUBLE,
    N_HEADING,
    N_HEADING_OTHER,
    N_IDENTITY,
    N_LENGTH,
    N_LIST,
    N_MAGNITUDE,
    N_MOBILE,
    N_NAME,
    N_PERIOD,
    N_PREFACE,
    N_RARE,
    N_SAME,
    N_SELF,
    N_SLIP,
    N_YEAR,
)
from xltool.core.text.code import FindingCode

_QUOTED = 30  # characters of a long sentence


def check_narrative(
    form: Form,
    submission: Submission,
    prior: Submission | None = None,
    doubtful: Collection[str] = (),
    beside: Mapping[str, str] = MappingProxyType({}),
) -> list[Finding]:
    """All findings of the texts, text by text, references replaced by the figures they stand for.

    `doubtful` are addresses whose figures have findings of their own: no text is compared with them.
    `beside` are words beside tables: their figures are checked like those of the text that the form names.
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
            findings += _offices(reviewed, figures)
    for table, text in beside.items():
        if table in form.narrative.beside:
            reviewed = _Reviewed(form, submission, form.narrative.beside[table], text, table)
            findings += _counts(reviewed, figures)
            findings += _lists(reviewed)
    findings += _absent(form, submission, figures)
    findings += _long_sections(form, submission)
    if prior is not None:
        findings += _repeated(form, submission, with_figures(form, prior))
    return [_explained(finding, submission) for finding in findings]


def _explained(finding: Finding, submission: Submission) -> Finding:
    """The finding, as info where the unit explains a warning."""
    note = submission.notes.get(finding.code)
    return replace(finding, severity="info") if note and finding.severity == "warning" else finding


@dataclass(frozen=True)
class _Reviewed:
    """One text under review, with what a finding about it needs; `table` when it stands beside one."""

    form: Form
    submission: Submission
    address: str
    text: str
    table: str = ""

    def finding(self, code: FindingCode, quoted: str, *refs: str, **args: str) -> Finding:
        """A warning about this text that quotes it; `refs` are other addresses it is about."""
        label = self.form.by_id[self.table].title if self.table else self.form.labels[self.address][-1]
        args = {"label": label, "quote": quoted, **args}
        return Finding(code, (self.table or self.address, *refs), args, severity="warning")


def _counts(reviewed: _Reviewed, figures: Mapping[str, Decimal]) -> Iterator[Finding]:
    """Figures that differ from the tables."""
    year, unit = reviewed.submission.year, reviewed.submission.unit.name
    for wrong in wrong_counts(reviewed.form, reviewed.address, reviewed.text, figures, year, unit):
        stated = wrong.stated
        in_tables = zh.NAMES_OF_ALL.join(
            zh.READING.format(label=name, figure=plain(figure)) for name, figure in wrong.readings
        )
        quoted = quote(stated.sentence, stated.start, stated.end)
        finding = reviewed.finding(N_COUNT, quoted, *wrong.refs, held=in_tables)
        yield replace(finding, value=stated.value, expected=wrong.readings[0][1])


def _lists(reviewed: _Reviewed) -> Iterator[Finding]:
    """Lists that do not add up."""
    told = ("", *sentences(reviewed.text), "")
    for before, sentence, after in dict.fromkeys(zip(told, told[1:], told[2:], strict=False)):
        for wrong in wrong_lists(sentence, before, after):
            parts, whole = "＋".join(plain(part) for part in wrong.parts), plain(wrong.whole.value)
            quoted = quote(wrong.sentence, wrong.whole.start, wrong.whole.end)
            finding = reviewed.finding(N_LIST, quoted, whole=whole, parts=parts, sum=plain(wrong.sum))
            yield replace(finding, value=wrong.whole.value, expected=wrong.sum)


def _years_and_bases(reviewed: _Reviewed) -> Iterator[Finding]:
    """Years left over from an older report, wrong periods, legal bases no longer in force."""
    year, narrative = reviewed.submission.year, reviewed.form.narrative
    for wrong in wrong_years(reviewed.text, year, reviewed.address == narrative.opening):
        code = N_PERIOD if wrong.is_period else N_YEAR
        quoted = quote(wrong.sentence, wrong.start, wrong.end)
        yield reviewed.finding(code, quoted, found=wrong.year, year=str(year))
    bases = [*manners.outdated_bases(reviewed.text, narrative.outdated)]
    if reviewed.address == narrative.opening and not bases:
        bases += manners.wrong_bases(reviewed.text, narrative.bases)
    for tidied, start, end in bases:
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


def _offices(reviewed: _Reviewed, figures: Mapping[str, Decimal]) -> Iterator[Finding]:
    """What offices check beside the figures: claims, the preface, contact, the date."""
    form, submission = reviewed.form, reviewed.submission
    for claim, place in offices.false_claims(form.narrative, reviewed.address, reviewed.text, figures):
        refs = [ref for _, ref in claim.when.terms]
        said = quote(place.sentence, place.start, place.end)
        yield reviewed.finding(claim.code, said, *refs, figure=plain(claim.when.value(figures)))
    if reviewed.address == form.narrative.opening:
        for place in offices.wrong_preface(form, reviewed.text):
            said = quote(place.sentence, place.start, min(place.end, place.start + _QUOTED))
            yield reviewed.finding(N_PREFACE, said, what=place.what)
        for place in offices.wrong_contact(reviewed.text, submission.unit):
            said = quote(place.sentence, place.start, place.end)
            yield reviewed.finding(N_CONTACT, said, known=place.what)
    for place in offices.late_signature(form.narrative, submission, reviewed.text):
        yield reviewed.finding(N_DATE, place.sentence, due=place.what)


def _long_sections(form: Form, submission: Submission) -> Iterator[Finding]:
    """Sections with more characters than the form asks for."""
    for section in form.sections:
        most = form.narrative.lengths.get(section.id)
        texts = {part.id: submission.texts.get(part.id, "") for part in section.parts}
        count = sum(offices.length(text) for text in texts.values())
        if most and count > most:
            refs = tuple(address for address, text in texts.items() if text.strip())
            opening = quote(tidy(texts[refs[0]]), 0, 0)
            args = {"label": section.title, "n": str(count), "most": str(most), "quote": opening}
            yield Finding(N_LENGTH, refs, args)


def _absent(form: Form, submission: Submission, figures: Mapping[str, Decimal]) -> Iterator[Finding]:
    """Subjects a section must mention and does not; sections with a missing or blank text are not asked."""
    for mention in form.narrative.mentions:
        section = next((section for section in form.sections if section.id == mention.section), None)
        addresses = [part.id for part in section.parts] if section else []
        texts = [submission.texts.get(address, "").strip() for address in addresses]
        if not addresses or not all(texts):
            continue
        is_given = not mention.given or any(word in text for word in mention.given for text in texts)
        if not is_given or sum(map(offices.length, texts)) < mention.least:
            continue
        refs: list[str] = []
        if mention.when:
            refs = [ref for _, ref in mention.when.terms]
            if not all(ref in figures for ref in refs) or not mention.when.value(figures):
                continue
        if not any(word in text for word in mention.words for text in texts):
            args = {"label": section.title if section else "", "what": mention.what}
            yield Finding(mention.code, (addresses[0], *refs), args, severity=mention.severity)


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
