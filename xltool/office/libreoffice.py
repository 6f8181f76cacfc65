"""Where LibreOffice is, for whoever has it convert something; nothing is started here."""

from __future__ import annotations

import shutil
from pathlib import Path

PLACES = (
    "/usr/bin/soffice",
    "/opt/libreoffice/program/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


def find_soffice() -> str | None:
    """LibreOffice's program, or None where there is none."""
    return shutil.which("soffice") or next((place for place in PLACES if Path(place).is_file()), None)
