"""Writes the generated pages of docs/; a test proves that they are up to date."""

from __future__ import annotations

from pathlib import Path

from xltool.formdoc import findings_page, page
from xltool.formfile import find_form, load_form

DOCS = Path(__file__).resolve().parent.parent / "docs"
FORM = "zfxxgknb-2021"


def pages() -> dict[str, str]:
    """File name → text."""
    folder = find_form(FORM)
    assert folder is not None
    form = load_form(folder)
    return {"findings.md": findings_page(form), f"{FORM}.md": page(form)}


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
