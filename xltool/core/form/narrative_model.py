"""What the texts of a form must keep to, as data: figures they state, phrases they use, what they mention.

Part of `Form` (`Form.narrative`); checked by `core.check.narrative`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltool.core.form.relation import Linear
from xltool.core.text.catalogue.texts import N_ABSENT
from xltool.core.text.code import FindingCode, Severity


@dataclass(frozen=True)
class Meaning:
    """One thing a figure in a sentence may stand for: its name, and the sum of cells it must equal."""

    label: str
    sum: Linear


@dataclass(frozen=True)
class Count:
    """The phrases by which a sentence states a figure of the tables.

    `says` are phrases with N for the figure, `none` phrases that state 0 (both in the language of
    `core.form.phrases`).  They count in `texts` (empty: in all); in other texts only in sentences
    with a word of `about`; only after a word of `needs`, if there are any; nowhere in a clause with a
    word of `unless`.  `names` are what its row or column is called: a segment of a sentence that holds
    only names states their figure, several names the sum of theirs.
    """

    says: tuple[str, ...]
    none: tuple[str, ...]
    readings: tuple[Meaning, ...]
    texts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """A phrase that units use as ``{name}``: prints `text` when `figure` is not 0, else `zero`."""

    name: str
    figure: Linear
    zero: str
    text: str


@dataclass(frozen=True)
class Mention:
    """A subject a section must mention by one of `words`, always or only `when` a sum is not 0.

    With `given` it is asked only of a section of at least `least` characters that holds a word of these.
    """

    section: str
    words: tuple[str, ...]
    what: str
    severity: Severity
    when: Linear | None = None
    code: FindingCode = N_ABSENT
    given: tuple[str, ...] = ()
    least: int = 0


@dataclass(frozen=True)
class Claim:
    """What `texts` must not say in a phrase of `says` unless the sum `when` is 0; else `code` is reported.

    A sentence with a word of `unless` claims nothing, nor one without a word of `about`, if there are any.
    """

    code: FindingCode
    texts: tuple[str, ...]
    says: tuple[str, ...]
    when: Linear
    unless: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Narrative:
    """What the texts of a form must keep to.

    `outdated` are legal bases no longer in force, `fresh` the texts that must not repeat last year's,
    `opening` the text in which the unit states who reports on which year; `beside` gives for a table the
    text like which words beside that table are checked.  `lengths` are the most characters of a section,
    `bases` what must stand around a mark in the opening text, `preface` words for each part that it may
    list, `deadline` the day of the next year on which the report is due (``01-31``), `deadlines` that of
    single levels.
    """

    counts: tuple[Count, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    receipt: tuple[tuple[str, Linear], ...] = ()  # what a receipt tells: the name of a figure, and its sum
    mentions: tuple[Mention, ...] = ()
    outdated: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    opening: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)
    bases: tuple[tuple[str, str], ...] = ()  # (mark, what it must be part of)
    preface: tuple[tuple[str, ...], ...] = ()
    deadline: str = ""
    deadlines: Mapping[str, str] = field(default_factory=dict)
