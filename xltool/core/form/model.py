"""A form as data: `Form` with its tables, blocks, sections and rules.

`reading.form.load` makes it from a folder.  Addresses are plain strings that never change their
meaning: ``T3.r24.c7`` for a value (see `cell_parts`), ``N1.2`` for a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from xltool.core.form.block import Block, FieldKind, bands_of
from xltool.core.form.narrative_model import Narrative
from xltool.core.form.outline import Heading
from xltool.core.form.relation import PRIOR, Bound, Linear
from xltool.core.form.section import Section
from xltool.core.text import zh
from xltool.core.text.clean import normal
from xltool.core.text.code import FindingCode, Severity


def cell_parts(address: str) -> tuple[str, str, str]:
    """(table id, row code, column code) of a value's address; ValueError for any other address."""
    table, row, column = address.split(".")
    return table, row, column


@dataclass(frozen=True)
class Rule:
    """One relation the figures must satisfy, with the addresses it speaks of.

    `key` is the row or column it was repeated for (None when it stands alone);
    `left` and `right` name its two sides in the form's words.  `levels` limits it to units
    of those levels (empty: all); `predecessor` is its severity when last year's submission
    is that of a predecessor.  A rule on `trial` never is an error and decides nothing; `origin` is the
    paragraph it comes from.
    """

    code: str
    table: str
    severity: Severity
    bound: Bound
    key: str | None
    left: str
    right: str
    advice: str
    levels: tuple[str, ...] = ()
    predecessor: Severity | None = None
    is_total: bool = False
    other: str = ""  # id of the form whose figures stand in it as ``other.…``
    trial: bool = False
    origin: str = ""

    @property
    def statement(self) -> str:
        """The rule in one phrase: left, relation, right."""
        return f"{self.left}{zh.RELATION[self.bound.operator]}{self.right}"

    @cached_property
    def finding_code(self) -> FindingCode:
        """The code of the findings this rule makes."""
        return FindingCode(self.code, self.severity)

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """All addresses it speaks of, each once."""
        return self.bound.refs

    @cached_property
    def needs_prior(self) -> bool:
        """Whether the relation compares with last year's figures."""
        return any(ref.startswith(PRIOR) for ref in self.refs)


@dataclass(frozen=True)
class Chart:
    """A bar chart of sums: a bar for each address or, with `units`, one address for the largest units."""

    title: str
    addresses: tuple[str, ...]
    units: int = 0


@dataclass(frozen=True)
class Table:
    """One official table; `totals` maps the address of a total to the sum it must equal."""

    id: str
    title: str
    sheet: str
    measure: str
    blocks: tuple[Block, ...]
    rules: tuple[Rule, ...] = ()
    totals: Mapping[str, Linear] = field(default_factory=dict)
    widths: tuple[float, ...] = ()
    printed_widths: tuple[float, ...] = ()  # in the Word report, where they are not those of the workbook
    landscape: bool = False
    upper: int | None = None  # above this a count may be a date, and is asked about when read
    upper_levels: tuple[str, ...] = ()  # units of these cannot type more into the workbook
    charts: tuple[Chart, ...] = ()
    foot_notes: tuple[str, ...] = ()  # printed below it
    signs: tuple[str, ...] = ()  # who signs below it: 单位负责人, 填表人, 报出日期

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of all values, block by block, row by row."""
        return tuple(f"{self.id}.{row}.{column}" for block in self.blocks for row, column in block.addresses)

    @cached_property
    def bands(self) -> tuple[tuple[Block, ...], ...]:
        """The blocks from the top down, those that stand side by side together."""
        return bands_of(self.blocks)

    @cached_property
    def repeated_rows(self) -> frozenset[str]:
        """The normalised words of rows that another heading of the table has, too."""
        headings = [
            heading
            for block in self.blocks
            for top in (*block.rows, *block.columns, *map(Heading, (block.banner, *block.fixed_words)))
            for heading in top.all()
        ]
        counts = Counter(normal(heading.text) for heading in headings)
        rows = {normal(leaf.text) for block in self.blocks for leaf in block.row_leaves}
        return frozenset(text for text in rows if text and counts[text] > 1)

    @cached_property
    def words(self) -> dict[str, FieldKind]:
        """The addresses of the cells that are filled with words, and what kind they are of."""
        return {
            f"{self.id}.{row}.{column}": block.kind(row, column)
            for block in self.blocks
            for row, column in block.words
        }

    @cached_property
    def asked_words(self) -> tuple[str, ...]:
        """Those of them that may not stay blank: dates and choices."""
        return tuple(address for address, kind in self.words.items() if kind != "text")

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The addresses people fill in."""
        return tuple(address for address in self.addresses if address not in self.totals)


@dataclass(frozen=True)
class Jump:
    """How far a figure may be from last year's before the unit is asked about it.

    A count is asked about when it is `factor` times the other and neither is below `least`; an
    amount about `unit` times the other was probably typed in another unit, and so was, where last year's is
    not known, one above `most` by a unit of `most_levels`.
    """

    factor: Decimal
    least: Decimal
    unit: Decimal
    most: Decimal | None = None
    most_levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """That the form was held against the official file: its name and SHA-256, and on which day.

    `accepted` are the differences that a person found harmless, as ``form check --against`` calls them.
    """

    file: str
    sha256: str
    date: str
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False, eq=False)
class Form:
    """A form in one version; `order` lists the ids of sections and tables as they are printed.

    Equal only to itself, so that functions of a form can be cached.
    """

    id: str
    version: str
    name: str
    basis: str
    title: str
    levels: tuple[str, ...]
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    order: tuple[str, ...]
    guide: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # what the unit states about itself: address, phone, website
    slips: Mapping[str, str] = field(default_factory=dict)  # labels as reports misprint them → official
    profile: str | None = None
    profiles: Mapping[str, tuple[Section, ...]] = field(default_factory=dict)
    folder: str = ""
    narrative: Narrative = field(default_factory=Narrative)
    # older version → new address → the old address its figure comes from ("": from nowhere)
    migrate: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    crosses: tuple[Rule, ...] = ()  # rules between this form's figures and another form's
    jump: Jump | None = None
    proof: Proof | None = None

    def __repr__(self) -> str:
        return f"Form({self.key}{f', {self.profile}' if self.profile else ''})"

    @property
    def key(self) -> str:
        """The id with the version, ``zfxxgknb-2021``."""
        return f"{self.id}-{self.version}"

    @cached_property
    def by_id(self) -> dict[str, Table]:
        """The tables by their ids."""
        return {table.id: table for table in self.tables}

    @cached_property
    def printed_order(self) -> tuple[Section | Table, ...]:
        """The sections and tables as they are printed, from the first page on."""
        items: dict[str, Section | Table] = {section.id: section for section in self.sections}
        items |= self.by_id
        return tuple(items[name] for name in self.order if name in items)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of all values, table by table."""
        return tuple(address for table in self.tables for address in table.addresses)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The addresses people fill in, table by table."""
        return tuple(address for table in self.tables for address in table.inputs)

    @cached_property
    def totals(self) -> dict[str, Linear]:
        """Every total with its sum, ordered so that each needs only totals before it."""
        unordered = {address: total for table in self.tables for address, total in table.totals.items()}
        ready: dict[str, Linear] = {}
        while len(ready) < len(unordered):
            ready |= {
                address: total
                for address, total in unordered.items()
                if all(ref in ready or ref not in unordered for _, ref in total.terms)
            }
        return ready

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, table by table; a repeated rule once for each of its rows or columns."""
        return tuple(rule for table in self.tables for rule in table.rules)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The addresses of all texts, section by section."""
        return tuple(part.id for section in self.sections for part in section.parts)

    @cached_property
    def cell_texts(self) -> tuple[str, ...]:
        """The addresses of all cells in tables that are filled with words."""
        return tuple(address for table in self.tables for address in table.words)

    @cached_property
    def kinds(self) -> dict[str, FieldKind]:
        """The kind of figure at every value's address."""
        return {
            f"{table.id}.{row}.{column}": block.kind(row, column)
            for table in self.tables
            for block in table.blocks
            for row, column in block.addresses
        }

    @cached_property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The official labels of every address: row headings then column headings, or the text's label."""
        labels: dict[str, tuple[str, ...]] = {}
        for table in self.tables:
            for block in table.blocks:
                for row, column in (*block.addresses, *block.words):
                    path = (*block.row_paths[row], *block.column_paths[column])
                    labels[f"{table.id}.{row}.{column}"] = tuple(text for text in path if text)
        for section in self.sections:
            for part in section.parts:
                labels[part.id] = (section.title, part.label) if section.title else (part.label,)
        return labels

    def table_of(self, address: str) -> Table:
        """The table a value's address (with or without ``prior.``) belongs to; else KeyError."""
        return self.by_id[address.removeprefix(PRIOR).partition(".")[0]]
