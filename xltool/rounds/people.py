"""The units of a round as people call and address them: whose a name, a file name or an address is.

Pure.  Names are compared without blanks; of two names that fit at one place the longer one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from xltool.core.submission.model import Contact, Unit
from xltool.core.text.clean import normal

_BETWEEN = re.compile(r"[、,，;；\s]+")
_OWN_NAME = re.compile(r".+?-\d{4}(?!\d)", re.S)  # what stands behind the code in xltool's own file names


def former_names(unit: Unit) -> list[str]:
    """The names that a unit had before, as the roster lists them."""
    return [name for name in _BETWEEN.split(unit.former) if name]


class People:
    """The roster as it is now; `own` are the office's addresses, `learned` what the clerk's claims taught."""

    def __init__(
        self, contacts: Sequence[Contact], own: Iterable[str] = (), learned: Iterable[tuple[str, str]] = ()
    ) -> None:
        self.units = {contact.unit.code: contact.unit for contact in contacts}
        self._own = frozenset(own)
        self._addressed = {contact.unit.code for contact in contacts if contact.emails}
        self._addresses: dict[str, list[str]] = {}
        for contact in contacts:
            for email in contact.emails:
                self._addresses.setdefault(email.lower(), []).append(contact.unit.code)
        for address, code in learned:
            self.learn(address, code)

    def learn(self, address: str, code: str) -> None:
        """From now on the address counts as the unit's own."""
        units = self._addresses.setdefault(address.lower(), [])
        if address and address.lower() not in self._own and code not in units:
            units.append(code)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {normal(unit.name): code for code, unit in self.units.items()}

    @cached_property
    def _known_names(self) -> dict[str, set[str]]:
        known: dict[str, set[str]] = {}
        for code, unit in self.units.items():
            known.setdefault(code, set()).update(normal(name) for name in (unit.name, *former_names(unit)))
        return known

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(name) for name in self._all_names}, reverse=True)

    @cached_property
    def _all_names(self) -> dict[str, str]:
        """Every name, the present ones before the former ones, with the unit it means."""
        found = {name: code for code, names in self._known_names.items() for name in names}
        return found | self._names

    def is_named(self, code: str, name: str) -> bool:
        """Whether the unit with this code is, or was, called so."""
        return normal(name) in self._known_names.get(code, ())

    def named(self, name: str) -> str:
        """The code of the unit that is, or was, called so; "" for none."""
        return self._all_names.get(normal(name), "")

    def mentioned(self, text: str, present: bool = False) -> list[str]:
        """The units whose full name stands in `text`, in its order; only under `present` names if asked."""
        names = self._names if present else self._all_names
        clean, found, place = normal(text) if len(text) < 500 else "".join(text.split()), [], 0
        while place < len(clean):
            for length in self._lengths:
                if (code := names.get(clean[place : place + length])) is not None:
                    found.append(code)
                    place += length - 1
                    break
            place += 1
        return list(dict.fromkeys(found))

    def of_file(self, name: str) -> str:
        """The units that a file's name speaks for: by a full name in it, or by our own ``code-name-year``."""
        base = name.rpartition("/")[2]
        found = self.mentioned(base, present=True)
        for at in range(len(base)):
            if base[at] == "-" and base[:at] in self.units and _OWN_NAME.match(base, at + 1):
                found.append(base[:at])
        return ",".join(dict.fromkeys(found))

    def speaker(self, text: str, own: str) -> str:
        """The unit that one place of a report says it is by: `own` where its name stands, else another's."""
        found = self.mentioned(text)
        return own if own in found else found[0] if len(found) == 1 else ",".join(found)

    def of_sender(self, address: str, unit: str) -> str:
        """The units an address speaks for, "" where it is no clue: the office's, or of a unit without any."""
        if not address or address in self._own or (unit in self.units and unit not in self._addressed):
            return unit if unit in self._addresses.get(address, ()) else ""
        return ",".join(self._addresses.get(address, ()))

    def is_own(self, address: str, unit: str) -> bool:
        """Whether the address is this unit's."""
        return bool(address) and address not in self._own and unit in self._addresses.get(address, ())

    def is_known(self, address: str) -> bool:
        """Whether some unit has this address."""
        return address in self._addresses and address not in self._own

    def of_address(self, address: str) -> list[str]:
        """The units that have this address."""
        return list(self._addresses.get(address.lower(), ()))
