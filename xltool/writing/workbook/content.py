"""What a workbook is filled with, and what its formulas will then show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from xltool.core.form.compiled import residuals
from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import PRIOR
from xltool.core.form.section import Section
from xltool.core.submission.model import with_totals
from xltool.core.text import zh
from xltool.core.text.code import Severity
from xltool.writing.workbook import formulas

LineState = tuple[str, Decimal]  # the word and the difference of a line of the sheet 校验


@dataclass(frozen=True)
class Mark:
    """One thing to correct or to confirm: the text for the first sheet, and the cells to colour.

    Where the mark is on many cells, their comments say `each` instead of `text`.  `answer` is the address
    where the unit may write its explanation, `choice` that of the one that fills its table with zeros.
    """

    severity: Severity
    text: str
    advice: str
    code: str
    addresses: tuple[str, ...] = ()
    each: str = ""
    answer: str = ""
    choice: str = ""


@dataclass(frozen=True)
class WorkbookContent:
    """What a new workbook is filled with: figures, texts and explanations, by address or code.

    `zeros` are the ids of tables whose blanks count as 0.  `typed` are inputs that hold words instead of a
    figure, shown as they were typed (their figure in `values` is only how the words were read).  `marks`
    are what is to be corrected in the file named `source`, worst first.
    """

    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    zeros: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)
    marks: Sequence[Mark] = ()
    source: str = ""


@dataclass(frozen=True, eq=False)
class Display:
    """What the sheets show with a content and last year's figures, for a unit of a level."""

    form: Form
    level: str
    content: WorkbookContent
    prior: Mapping[str, Decimal | None]

    @cached_property
    def values(self) -> dict[str, Decimal | None]:
        """Inputs as given; totals as the sheet will show them, where a blank or a word counts as 0."""
        typed = self.content.typed
        figures = {address: n for address, n in self.content.values.items() if address not in typed}
        values = {address: figures.get(address) for address in self.form.addresses}
        for address, total in self.form.totals.items():
            values[address] = total.value({ref: values[ref] or Decimal(0) for _, ref in total.terms})
        return values

    @cached_property
    def _states(self) -> dict[tuple[str, str | None], LineState]:
        """Of every rule whose figures are known, by its code and the row or column it stands for."""
        form, zeros = self.form, self.content.zeros
        found = residuals(form, formulas.figures_shown(self.values, self.prior))
        return {
            (rule.code, rule.key): (
                formulas.rule_word(form, rule, self.values, zeros, self.level, left),
                left,
            )
            for rule, left in zip(form.rules, found, strict=True)
            if left is not None
        }

    @cached_property
    def _rules(self) -> tuple[list[Rule], list[Rule]]:
        known = [rule for rule in self.form.rules if not rule.needs_prior or self._knows_last_year(rule)]
        return [rule for rule in known if not rule.is_total], [rule for rule in known if rule.is_total]

    def _knows_last_year(self, rule: Rule) -> bool:
        refs = (ref.removeprefix(PRIOR) for ref in rule.refs if ref.startswith(PRIOR))
        return all(self.prior.get(ref) is not None for ref in refs)

    def values_as_read(self) -> dict[str, Decimal | None]:
        """The figures as they will be read back: blanks are 0 where the table's choice says so."""
        chosen = {a for t in self.form.tables if t.id in self.content.zeros for a in t.inputs}
        inputs = {address: self.content.values.get(address) for address in self.form.inputs}
        filled = {a: Decimal(0) if n is None and a in chosen else n for a, n in inputs.items()}
        return with_totals(self.form, filled, keep=False)

    def state(self, rule: Rule) -> LineState:
        """The word and the difference shown for a rule."""
        return self._states[rule.code, rule.key]

    def blanks(self) -> list[LineState]:
        """For each table, then for the texts together: how many are not filled in yet."""
        counts = [
            sum(not self.content.texts.get(address) for address in table.asked_words)
            + (0 if table.id in self.content.zeros else sum(self.values[a] is None for a in table.inputs))
            for table in self.form.tables
        ]
        if self.form.texts:
            counts.append(sum(not self.content.texts.get(address) for address in self.form.texts))
        return [(zh.CHECK_OPEN if n else zh.CHECK_OK, Decimal(n)) for n in counts]

    def rules(self, sums: bool) -> list[Rule]:
        """The sums, or the other rules; those over last year only where its figures are known."""
        return self._rules[sums]

    def limited(self) -> list[tuple[Section, int]]:
        """The sections that have a limit, with the most characters they should have."""
        lengths = self.form.narrative.lengths
        return [(section, lengths[section.id]) for section in self.form.sections if section.id in lengths]

    def states(self) -> list[LineState]:
        """Of every line of the sheet: what is blank, rules, sums, the length of sections."""
        states = [*self.blanks(), *(self.state(rule) for sums in (False, True) for rule in self.rules(sums))]
        for section, most in self.limited():
            length = sum(len(self.content.texts.get(part.id, "")) for part in section.parts)
            states.append((zh.CHECK_WARNING if length > most else zh.CHECK_OK, Decimal(length)))
        return states

    def banner(self, states: Sequence[LineState]) -> str:
        """What stands above the lines of these states."""
        blank = len(self.blanks())
        words = [zh.CHECK_OPEN] * blank + [zh.CHECK_ERROR] * len(self.rules(sums=False))
        counted = [
            n for n, (word, state) in enumerate(zip(words, states, strict=False), 1) if state[0] == word
        ]
        return zh.CHECK_LEFT.format(n=len(counted), first=counted[0]) if counted else zh.CHECK_ALL
