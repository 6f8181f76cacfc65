"""Fixtures shared by the suite: the form, its layout, a round, and a real LibreOffice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from support.office import Office, need
from support.page import Server, served

from xltool.app.round.opened import OpenRound
from xltool.core.form.layout import Layout, lay_out
from xltool.core.form.model import Form
from xltool.core.submission.document import from_json
from xltool.core.submission.model import Submission
from xltool.reading.form.find import DATA, find_form
from xltool.reading.form.load import load_form

if TYPE_CHECKING:
    from support.browser import Browser

SAMPLES = DATA / "samples"
KEYS = sorted(file.parent.name for file in (DATA / "templates").glob("*/form.toml"))

# Tests with one of these fixtures carry the marker, and are no part of `make fast`.
OFFICE = {"office", "soffice", "pdftotext"}
MAIL = {"dovecot"}

settings.register_profile(
    "xltool", deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=True
)
settings.load_profile("xltool")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs a program of its own by the fixtures that start it."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for names, marker in ((OFFICE, pytest.mark.office), (MAIL, pytest.mark.mail)):
            if fixtures & names:
                item.add_marker(marker)


def load(form_name: str) -> Form:
    """A shipped form by its folder name."""
    folder = find_form(form_name)
    assert folder is not None
    return load_form(folder)


def sample(name: str) -> tuple[Form, Submission]:
    """A sample submission with the form in the profile it needs."""
    data = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return from_json(data, lambda key: load(key))


@pytest.fixture(scope="session")
def form() -> Form:
    return load("zfxxgknb-2021")


@pytest.fixture(scope="session")
def layout(form: Form) -> Layout:
    return lay_out(form)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page, on an empty folder of its own state, for one module of tests."""
    with served(tmp_path_factory.mktemp("state")) as running:
        yield running


@pytest.fixture(scope="module")
def window(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with the page open."""
    from support.browser import browser  # its packages take time that only these tests should pay

    with browser(tmp_path_factory.mktemp("window")) as own:
        own.visit(server.again().stdout.strip())
        yield own


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's program, for tests that start it themselves."""
    return need("soffice")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """Poppler's program."""
    return need("pdftotext")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("office"))
    yield office
    office.close()


@pytest.fixture
def desk(tmp_path: Path) -> OpenRound:
    """A round in `tmp_path`, its workbooks made."""
    from support.rounds import new_round  # it needs the samples of this module

    return new_round(tmp_path)


@pytest.fixture(scope="session")
def samples() -> Path:
    return SAMPLES
