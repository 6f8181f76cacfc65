"""The picture of a marked copy in the README: its first sheet and the table, as LibreOffice prints them."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

from support.office import converted, need
from xltool.app.checking import Checker
from xltool.app.marked_copy import write_copies
from xltool.reading.form.find import DATA

NAME = "marked-copy.png"
SHEETS = (1, 5)  # pages of the PDF: what is to be corrected, and the table it is in


def pdf(folder: Path) -> Path:
    """A marked copy of the sample in which a column does not balance, printed."""
    sample = next((DATA / "samples" / "returned").glob("T3-B01*.xlsx"))
    (copy,) = write_copies([Checker().check(sample)], folder, False)
    assert isinstance(copy, Path)
    converted(need("soffice"), copy, "pdf", folder)
    return copy.with_suffix(".pdf")


def words(file: Path) -> list[str]:
    """The words of the pages in the picture."""
    said = []
    for page in map(str, SHEETS):
        command = [need("pdftotext"), "-f", page, "-l", page, "-layout", str(file), "-"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
        lines = [line for line in done.stdout.splitlines() if "页，共" not in "".join(line.split())]
        said += " ".join(lines).split()
    return said


def picture(file: Path) -> Any:
    """Both pages cropped to what is on them, one below the other, as a picture of Pillow's."""
    from PIL import Image, ImageChops

    parts = []
    for page in map(str, SHEETS):
        command = [need("pdftoppm"), "-f", page, "-l", page, "-r", "80", "-png", str(file)]
        shown = Image.open(
            io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout)
        ).convert("RGB")
        shown = shown.crop((0, 0, shown.width, shown.height - 60))  # without the page number
        blank = Image.new("RGB", shown.size, "white")
        parts.append(shown.crop(ImageChops.difference(shown, blank).getbbox()))
    whole = Image.new(
        "RGB", (max(part.width for part in parts) + 20, sum(part.height + 20 for part in parts)), "white"
    )
    top = 10
    for part in parts:
        whole.paste(part, (10, top))
        top += part.height + 20
    return whole.quantize(64)
