"""Find forms by name, in the folders that may hold them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from xltool.core.errors import FormError, UsageError
from xltool.core.form.model import Form
from xltool.core.submission.model import with_profile
from xltool.core.text import zh
from xltool.core.text.catalogue.sights import W_FORM_BROKEN
from xltool.core.text.catalogue.usage import U_FORM, U_FORM_NAME, U_FORM_SHADOWS, U_PROFILE
from xltool.core.text.wording import sentence
from xltool.reading.form.load import load_form
from xltool.reading.installed import FORMS, installed_folders

_HERE = Path(__file__).resolve().parents[2]  # the package
_PACKED = _HERE / "_data"
DATA = _PACKED if _PACKED.is_dir() else _HERE.parent  # a wheel carries its data inside the package


def form_folders() -> Iterator[Path]:
    """The folders that may hold forms, the first counts.

    $XLTOOL_FORMS, ./templates, those that came with xltool, then those of other installed packages.
    """
    chosen = [Path(part) for part in os.environ.get("XLTOOL_FORMS", "").split(os.pathsep) if part]
    yield from (*chosen, Path("templates"), DATA / "templates")
    yield from installed_folders(FORMS).values()  # asked only when nothing before fits


def list_forms() -> list[Path]:
    """The folders of all forms, sorted by name; of two with one name only the first."""
    folders: dict[str, Path] = {}
    for folder in form_folders():
        for file in sorted(folder.glob("*/form.toml")):
            folders.setdefault(file.parent.name, file.parent)
    return [folders[name] for name in sorted(folders)]


def find_form(name: str) -> Path | None:
    """The folder of form `name` (``zfxxgknb-2021``) or the folder `name` itself; None if neither."""
    if (Path(name) / "form.toml").is_file():
        return Path(name)
    if not name or "/" in name or "\\" in name:
        return None
    return next((folder / name for folder in form_folders() if (folder / name / "form.toml").is_file()), None)


def form_name(name: str) -> tuple[str, str]:
    """The id and the year that the name of a form's folder, ``abc-2025``, is made of.

    Raises UsageError (``U-form-name``) for any other name.
    """
    match = re.fullmatch(r"([a-z][a-z0-9]*)-(\d{4})", name)
    if match is None:
        raise UsageError(U_FORM_NAME, name=name)
    return match[1], match[2]


def starter(name: str) -> str:
    """The text of a small commented form.toml for a new folder called `name`.

    Raises UsageError (``U-form-name``) unless `name` is an id and a year, ``abc-2025``.
    """
    form_id, version = form_name(name)
    text = (DATA / "templates" / "starter.toml").read_text(encoding="utf-8")
    return text.replace("<id>", form_id).replace("<version>", version)


def open_form(name: str, profile: str | None = None) -> Form:
    """The form called `name`, with the texts of a local `profile`.

    Raises UsageError (``U-form``, ``U-profile``) for an unknown one, FormError for a broken form file.
    """
    folder = find_form(name)
    if folder is None:
        forms = "、".join(folder.name for folder in list_forms())
        raise UsageError(U_FORM, form=name, forms=forms)
    form = load_form(folder)
    if profile and profile not in form.profiles:
        raise UsageError(U_PROFILE, profile=profile, profiles="、".join(form.profiles))
    return with_profile(form, profile) if profile else form


def known_form(key: str) -> Form | None:
    """The form ``id-version``, or None when there is none; raises FormError when its file is broken."""
    folder = find_form(key) if "/" not in key and "\\" not in key else None
    return load_form(folder) if folder else None


def own_form_notices() -> list[str]:
    """A sentence for each form in ./templates that stands for one that came with xltool, or is broken."""
    own = Path("templates")
    if not own.is_dir() or own.resolve() == (DATA / "templates").resolve():
        return []
    found: list[str] = []
    for file in sorted(own.glob("*/form.toml")):
        name = file.parent.name
        if (DATA / "templates" / name / "form.toml").is_file():
            found.append(sentence(U_FORM_SHADOWS, form=name, path=file.parent.as_posix()))
        try:
            load_form(file.parent)
        except FormError as error:
            found.append(sentence(W_FORM_BROKEN, form=name, detail=str(error).removesuffix(zh.FULL_STOP)))
    return found


def known_forms() -> list[Form]:
    """All forms whose files are sound, sorted by name."""
    return [form for folder in list_forms() if (form := _sound(folder))]


def _sound(folder: Path) -> Form | None:
    try:
        return load_form(folder)
    except FormError:
        return None
