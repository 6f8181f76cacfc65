"""Word reports → tagged PDF/A-2b, by one call of LibreOffice, in the official fonts or the nearest installed.

LibreOffice runs with its own profile and fonts.conf: without the latter it silently sets everything in one
sans serif face.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from xltool.core.errors import ReportError
from xltool.core.text import zh
from xltool.core.text.catalogue.reports import R_NO_OFFICE, R_PDF
from xltool.office.libreoffice import find_soffice

_SECONDS = 60  # allowed for starting up, and again for every ten reports
_OPTIONS = {"SelectPdfVersion": ("long", "2"), "UseTaggedPDF": ("boolean", "true")}  # 2 is PDF/A-2b
_FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {name: {"type": kind, "value": value} for name, (kind, value) in _OPTIONS.items()}
)


def to_pdf(documents: Sequence[bytes]) -> list[bytes]:
    """The PDF of each Word document, in order; raises ReportError when LibreOffice fails or is missing."""
    program = find_soffice()
    if program is None:
        raise ReportError(R_NO_OFFICE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "fonts.conf").write_text(fonts_conf(), encoding="utf-8")
        for number, document in enumerate(documents):
            (folder / f"{number}.docx").write_bytes(document)
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", _FILTER, "--outdir", str(folder),
            *(str(folder / f"{number}.docx") for number in range(len(documents))),
        ]  # fmt: skip
        environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
        try:
            subprocess.run(
                command, env=environment, capture_output=True, check=False,
                timeout=_SECONDS * (1 + len(documents) / 10),
            )  # fmt: skip
            return [(folder / f"{number}.pdf").read_bytes() for number in range(len(documents))]
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ReportError(R_PDF, detail=type(error).__name__) from error


def fonts_conf() -> str:
    """A configuration of fontconfig: the installed faces that replace each official one, best first."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family><prefer>'
        + "".join(f"<family>{escape(face)}</family>" for face in faces)
        + "</prefer></alias>"
        for names, faces in zh.FONT_SUBSTITUTES
        for name in names
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'{aliases}<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>'
    )
