"""Letter templates → subject and body of a letter.

The templates are text files in which the office may edit the words: those of a round in the round's folder,
else those of the form, else those that come with xltool.  The first line is the subject, the rest the body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from xltool.core.errors import ConfigError
from xltool.core.text.catalogue.rounds import C_LETTER
from xltool.core.text.wording import system_reason

KINDS = ("issue", "remind", "return", "receipt")
FOLDER = "letters"


def letter_file(folders: Sequence[Path], kind: str) -> Path:
    """The template of a kind in the first of the `folders` that has one; where it should be if none has."""
    files = [folder / FOLDER / f"{kind}.txt" for folder in folders]
    return next((file for file in files if file.is_file()), files[0])


def write_letter(folders: Sequence[Path], kind: str, context: Mapping[str, object]) -> tuple[str, str]:
    """(subject, body) of a letter from the template `kind`.

    Raises ConfigError naming the template when it is missing, unreadable or not to be filled.
    """
    from jinja2 import TemplateError

    path = letter_file(folders, kind)
    try:
        text = _template(path.read_text(encoding="utf-8-sig")).render(context)
    except OSError as error:
        raise ConfigError(C_LETTER, path=path.as_posix(), detail=system_reason(error)) from error
    except (UnicodeDecodeError, TemplateError) as error:
        raise ConfigError(C_LETTER, path=path.as_posix(), detail=str(error)) from error
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip("\n") + "\n"


def asked_fields(path: Path) -> list[tuple[str, int]]:
    """The fields a template asks for with the lines they stand in first; nothing for one that is broken."""
    from jinja2 import TemplateError
    from jinja2.meta import find_undeclared_variables

    try:
        text = path.read_text(encoding="utf-8-sig")
        names = find_undeclared_variables(_environment().parse(text))
    except (OSError, UnicodeDecodeError, TemplateError):
        return []
    lines = text.splitlines()
    return [(name, next(n for n, row in enumerate(lines, 1) if name in row)) for name in sorted(names)]


@lru_cache(16)
def _template(text: str) -> Any:
    return _environment().from_string(text)


@lru_cache(1)
def _environment() -> Any:
    """Where letters are filled: plain text, so nothing is escaped; a template is data, so in a sandbox."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
