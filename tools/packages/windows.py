"""``make windows``: a .zip to unpack and an installer, with a Python of their own, into dist/windows/."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.packages import embedded, outputs
from tools.packages.wheels import ROOT, WINDOWS, locked, name_and_version, own_wheel, unpack

HERE = ROOT / "tools" / "windows"
# beside python.exe, in place of the registry, the environment and the folder it is started in
_PATHS = "python313.zip\n.\n..\\app\n"


def bundle(scratch: Path, own: Path, tree: Path) -> list[tuple[str, str, str, str]]:
    """Lays out the whole program in `tree`; the parts it is made of."""
    python, app = tree / "python", tree / "app"
    embedded.unpack_python(scratch, python)
    (python / "python313._pth").write_text(_PATHS, encoding="ascii", newline="\r\n")
    wheels = locked(scratch / "wheels", WINDOWS)
    unpack([own, *wheels], app)
    for script in ("xltool.cmd", "报送工作台.cmd", "检查报送表.cmd"):
        text = (HERE / script).read_text(encoding="utf-8")
        (tree / script).write_text(text, encoding="utf-8", newline="\r\n")
    shutil.copy(HERE / "xltool.ico", tree)
    shutil.copy(ROOT / "docs" / "install.md", tree / "安装说明.txt")
    outputs.dated(tree)
    cpython = ("cpython", embedded.PYTHON, f"pkg:generic/cpython@{embedded.PYTHON}", embedded.SHA256)
    return [cpython, *outputs.parts_of([own, *wheels])]


def build(target: Path) -> None:
    """Builds everything into the empty folder `target`."""
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        own = own_wheel(scratch)
        version = name_and_version(own)[1]
        tree = scratch / f"xltool-{version}"
        parts = bundle(scratch, own, tree)
        outputs.zipped(tree, target / f"xltool-{version}-windows.zip")
        outputs.bill(target / f"xltool-{version}-windows.cdx.json", version, parts)
        installer(tree, target / f"xltool-{version}-setup.exe", version)
    outputs.sums(target)


def installer(tree: Path, target: Path, version: str) -> None:
    """The installer of what is in `tree`."""
    subprocess.run(
        ["makensis", "-V2", "-INPUTCHARSET", "UTF8", f"-DTREE={tree}", f"-DOUT={target}",
         f"-DVERSION={version}", str(HERE / "installer.nsi")],
        check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(outputs.DATE), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "windows"
    shutil.rmtree(place, ignore_errors=True)
    build(place)
    for made in sorted(place.iterdir()):
        print(f"{made}  {made.stat().st_size / 1e6:.1f} MB")
