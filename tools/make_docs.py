"""Writes the generated pages of docs/; a test proves that they are up to date."""

from __future__ import annotations

from pathlib import Path

from xltool.core.form.describe import findings_page, form_page
from xltool.reading.form.find import DATA
from xltool.reading.form.load import load_form

DOCS = Path(__file__).resolve().parent.parent / "docs"


def pages() -> dict[str, str]:
    """File name → text."""
    files = (DATA / "templates").glob("*/form.toml")
    forms = sorted((load_form(file.parent) for file in files), key=lambda form: form.key, reverse=True)
    return {"findings.md": findings_page(forms), **{f"{form.key}.md": form_page(form) for form in forms}}


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
