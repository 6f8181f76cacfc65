"""What xltool finds on this machine: its forms, the programs it can use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from xltool.app.environment import state_folder
from xltool.office.libreoffice import find_soffice
from xltool.reading.form.find import known_forms


@dataclass(frozen=True)
class Machine:
    """`forms` are (key, name); `office` the program for PDF ("" when there is none)."""

    forms: Sequence[tuple[str, str]]
    office: str
    keyring: bool
    remembered: str


def about_machine() -> Machine:
    """Looks around on this machine."""
    forms = [(form.key, form.name) for form in known_forms()]
    office = find_soffice() or ""
    return Machine(forms, str(office), find_spec("keyring") is not None, str(state_folder()))
