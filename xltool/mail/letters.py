"""Letter templates → subject and body of a letter.

The templates are in the form's folder, where the office may edit their words.  The first line of one is
the subject, the rest is the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xltool.core.errors import ConfigError
from xltool.core.text.catalogue.rounds import C_LETTER

KINDS = ("issue", "remind", "return", "receipt")
FOLDER = "letters"


def write_letter(
    form_folder: str, fallback: str, kind: str, context: Mapping[str, object]
) -> tuple[str, str]:
    """(subject, body) of a letter from the template `kind` in `form_folder`, or else in `fallback`.

    Raises ConfigError naming the template when it is missing, unreadable or not to be filled.
    """
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # A letter is plain text, so nothing is escaped; a template is data, so it runs in a sandbox.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    folders = [Path(folder) / FOLDER / f"{kind}.txt" for folder in (form_folder, fallback)]
    path = next((file for file in folders if file.is_file()), folders[0])
    try:
        text = environment.from_string(path.read_text(encoding="utf-8-sig")).render(context)
    except (OSError, UnicodeDecodeError, TemplateError) as error:
        raise ConfigError(C_LETTER, path=path.as_posix(), detail=str(error)) from error
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip("\n") + "\n"
