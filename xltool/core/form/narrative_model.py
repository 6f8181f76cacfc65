"""What the texts of a form must keep to, as data: figures they state, phrases they use, what they mention.

Part of `Form` (`Form.narrative`); checked by `core.check.narrative`.
"""

from __future__ import annotations

from dataclasses import dataclass

from xltool.core.form.relation import Linear
from xltool.core.text.code import Severity


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
    with a word of `about`; nowhere in a clause with a word of `unless`.
    """

    says: tuple[str, ...]
    none: tuple[str, ...]
    readings: tuple[Meaning, ...]
    texts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """A phrase that units use as ``{name}``: prints `text` when `figure` is not 0, else `zero`."""

    name: str
    figure: Linear
    zero: str
    text: str


@dataclass(frozen=True)
class Mention:
    """A subject a section must mention by one of `words`, always or only `when` a sum is not 0."""

    section: str
    words: tuple[str, ...]
    what: str
    severity: Severity
    when: Linear | None = None


@dataclass(frozen=True)
class Narrative:
    """What the texts of a form must keep to.

    `outdated` are legal bases no longer in force, `fresh` the texts that must not repeat last year's,
    `opening` the text in which the unit states who reports on which year.
    """

    counts: tuple[Count, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    mentions: tuple[Mention, ...] = ()
    outdated: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    opening: str = ""
