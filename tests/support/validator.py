"""Microsoft's Open XML SDK as a judge of the files that are written."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from support.office import missing

TARBALL = Path(sys.prefix) / "ooxml-validator-linux-x64-0.4.0.tgz"  # laid there by tools/setup.sh
VERSIONS = ("Office2007", "Office2010", "Office2013", "Office2016", "Office2019")


def unpacked(folder: Path) -> Path:
    """The validator as a program in `folder`; missing is a failure on CI, a skip elsewhere."""
    if platform.machine() != "x86_64":
        pytest.skip("the validator is one of x86_64")
    if not TARBALL.is_file():
        missing(TARBALL.name)
    with tarfile.open(TARBALL) as archive:
        archive.extract("package/ooxml-validator", folder, filter="data")
    return folder / "package" / "ooxml-validator"


def faults(program: Path, file: Path, version: str) -> list[str]:
    """What is wrong with a .docx or .xlsx for a version of Office."""
    run = subprocess.run([program, file, version], capture_output=True, check=False, timeout=120)
    answer = json.loads(run.stdout)
    assert answer["ok"] == (not answer["errors"]), answer
    return [f"{one['path']} {one['xPath']}: {one['description']}" for one in answer["errors"]]
