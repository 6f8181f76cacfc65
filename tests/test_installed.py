"""Forms and rosters of other installed packages: found by their entry points, none of their code is run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.forms import SMALL, write_form
from support.refusals import refused

from xltool.core.errors import UsageError
from xltool.reading import installed
from xltool.reading.form.find import DATA, find_form, known_form, list_forms, open_form
from xltool.reading.roster import read_roster


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages, one of which offers a form and a roster."""
    place = tmp_path / "site"
    (place / "jx_forms" / "small-1").mkdir(parents=True)
    (place / "jx_forms" / "__init__.py").write_text("raise SystemExit('nobody runs this')")
    write_form(place / "jx_forms" / "small-1", SMALL)
    (place / "jx_forms" / "units").mkdir()
    shutil.copy(DATA / "samples" / "roster.csv", place / "jx_forms" / "units" / "roster.csv")
    info = place / "jx_forms-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: jx-forms\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[xltool.forms]\njx = jx_forms\ngone = not_there\n[xltool.rosters]\njinxiang = jx_forms.units\n"
    )
    monkeypatch.setattr(sys, "path", [*sys.path, str(place)])
    clear()
    yield place
    clear()


def clear() -> None:
    installed.installed_folders.cache_clear()
    installed._declared.cache_clear()


def test_a_form_of_a_package_is_found_after_all_others(site: Path) -> None:
    assert find_form("small-1") == site / "jx_forms" / "small-1"
    assert open_form("small-1").name == "小表" and known_form("small-1") is not None
    assert "small-1" in [folder.name for folder in list_forms()]
    write_form(copied(site, "zfxxgknb-2021"), SMALL)
    found = find_form("zfxxgknb-2021")
    assert found is not None and found.resolve() == (DATA / "templates" / "zfxxgknb-2021").resolve()


def copied(site: Path, name: str) -> Path:
    folder = site / "jx_forms" / name
    folder.mkdir()
    return folder


def test_a_broken_form_of_a_package_is_one_sentence(site: Path) -> None:
    write_form(copied(site, "bad-1"), "id =")
    with pytest.raises(Exception, match=r"form\.toml 写法有误"):
        open_form("bad-1")


def test_a_roster_of_a_package_is_named_by_its_entry_point(site: Path) -> None:
    assert read_roster(Path("jinxiang")) == read_roster(DATA / "samples" / "roster.csv")
    with refused(UsageError, "U-roster-file"):
        read_roster(Path("nobody"))


def test_without_packages_nothing_is_looked_up() -> None:
    clear()
    assert installed.installed_folders(installed.FORMS) == {}
