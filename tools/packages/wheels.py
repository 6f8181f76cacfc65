"""The wheels inside the packages: fetched at locked versions with hashes, unpacked into one folder.

``python -m tools.packages.wheels`` writes wheels.lock anew from what pyproject.toml asks for today.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).with_name("wheels.lock")
ALSO = ("python-calamine", "colorama")  # .xlsb; what typer and click want on Windows
_HEAD = "# Written by `python -m tools.packages.wheels`: every wheel of every package, one hash a platform.\n"


class Target(NamedTuple):
    """A system that wheels are fetched for: pip's platforms, the version of Python."""

    platforms: tuple[str, ...]
    python: str


def _linux(machine: str) -> Target:
    glibc = ("2_17", "2_26", "2_28", "2_34")
    return Target((f"manylinux2014_{machine}", *(f"manylinux_{one}_{machine}" for one in glibc)), "311")


WINDOWS = Target(("win_amd64",), "313")
LINUX = {"amd64": _linux("x86_64"), "arm64": _linux("aarch64")}


def own_wheel(folder: Path) -> Path:
    """xltool itself as a wheel, built from this checkout."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return next(folder.glob("xltool-*.whl"))


def fetch(folder: Path, target: Target, *wanted: str) -> list[Path]:
    """What `wanted` (arguments of ``pip download``) names, as wheels for `target`."""
    platforms = [part for one in target.platforms for part in ("--platform", one)]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "-d", str(folder),
         *platforms, "--python-version", target.python, "--implementation", "cp",
         "--only-binary=:all:", *wanted],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return sorted(folder.glob("*.whl"))


def locked(folder: Path, target: Target) -> list[Path]:
    """All wheels of wheels.lock for `target`; pip refuses one whose hash is not there."""
    return fetch(folder, target, "--no-deps", "--require-hashes", "-r", str(LOCK))


def unpack(wheels: Iterable[Path], place: Path) -> None:
    """Lays the contents of wheels into `place`, as they are; programs for the command line are left out."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if ".data/" not in name:
                    archive.extract(name, place)


def name_and_version(wheel: Path) -> tuple[str, str]:
    """(name, version) of a wheel by its file name."""
    name, version, *_ = wheel.name.split("-")
    return re.sub(r"[-_.]+", "-", name).lower(), version


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_lock() -> None:
    """Writes wheels.lock: the newest versions that pyproject.toml allows, the same on every platform."""
    hashes: dict[tuple[str, str], set[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        own = own_wheel(Path(folder))
        for number, target in enumerate((WINDOWS, *LINUX.values())):
            for wheel in fetch(Path(folder, str(number)), target, str(own), *ALSO):
                if wheel.name != own.name:
                    hashes.setdefault(name_and_version(wheel), set()).add(sha256(wheel))
    if len(hashes) != len({name for name, _ in hashes}):
        sys.exit("two versions of one wheel: " + ", ".join(map("==".join, sorted(hashes))))
    lines = [
        f"{name}=={version}" + "".join(f" \\\n    --hash=sha256:{one}" for one in sorted(found)) + "\n"
        for (name, version), found in sorted(hashes.items())
    ]
    LOCK.write_text(_HEAD + "".join(lines), encoding="ascii")
    print(f"{LOCK}: {len(hashes)} wheels")


if __name__ == "__main__":
    write_lock()
