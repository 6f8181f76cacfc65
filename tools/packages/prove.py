"""``make packages-test``: runs the built packages as offices would, Windows' by Wine and arm64's by qemu.

By hand, not in CI: it wants Wine, qemu and MinGW from Debian.  Correctness only: emulated programs are slow.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.packages import proof
from tools.packages.proof import Program
from tools.packages.wheels import ROOT

WINE, QEMU = "/usr/lib/wine/wine64", "/usr/bin/qemu-aarch64-static"
FOLDER = "年报 A&B"  # Chinese, a blank and a sign that cmd knows
# Wine 8 has no ProcessPrng, which cryptography calls; every Windows has it
SHIM = """\
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
    return SystemFunction036(data, (ULONG)size);
}
"""
OURS = Program(
    "checkout", (sys.executable, "-X", "utf8", "-m", "xltool"), {**os.environ, "PYTHONPATH": str(ROOT)}
)


def windows(scratch: Path) -> Iterator[str]:
    """Installs the installer without a question, uses it and removes it; what is wrong, a line each."""
    setup = next((ROOT / "dist" / "windows").glob("*-setup.exe"))
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DISPLAY", "PYTHONPATH")},
        "HOME": str(scratch / "home"), "WINEPREFIX": str(scratch / "wine"), "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "bcryptprimitives=n,b;mscoree=;mshtml=",
    }  # fmt: skip
    (scratch / "home").mkdir()  # Wine lays the desktop there
    _wine(environment, str(setup), "/S", *rf"/D=C:\{FOLDER}\xltool".split(" "))
    home = scratch / "wine" / "drive_c" / FOLDER / "xltool"
    python = home / "python"
    if not (python / "python.exe").is_file():
        yield f"not installed in {home}"
        return
    yield from _shortcuts(scratch)
    (python / "_wmi.pyd").unlink()  # asks WMI, at which Wine aborts
    (scratch / "shim.c").write_text(SHIM, encoding="ascii")
    subprocess.run(
        ["x86_64-w64-mingw32-gcc", "-shared", "-o", python / "bcryptprimitives.dll", scratch / "shim.c",
         "-ladvapi32"],
        check=True,
    )  # fmt: skip
    program = Program("Wine", (WINE, str(python / "python.exe"), "-X", "utf8", "-m", "xltool"), environment)
    here, there = scratch / "here", scratch / "there & 那里"
    here.mkdir()
    there.mkdir()
    yield from proof.differences(OURS, program, here, there)
    yield from proof.page(program, there)
    yield from _dropped(environment, there)
    _wine(environment, str(home / "卸载.exe"), "/S", rf"_?=C:\{FOLDER}\xltool")
    if (home / "app").exists() or (home / "python").exists():
        yield "something of the program is left after 卸载"


def _shortcuts(scratch: Path) -> Iterator[str]:
    places = (scratch / "home", scratch / "wine" / "drive_c" / "users")
    found = {path.name for place in places for path in place.rglob("*.lnk")}
    for name in ("报送工作台.lnk", "检查报送表.lnk", "卸载.lnk"):
        if name not in found:
            yield f"no shortcut {name}"


def _dropped(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """检查报送表.cmd on files dropped twice: each time new results beside them, nothing overwritten."""
    place = folder / "拖放 1"
    shutil.copytree(folder / "in" / "returned", place)
    given = [str(path.name) for path in sorted(place.glob("T3-B01*"))]
    for _ in range(2):
        _wine(environment, "cmd", "/c", "call", rf"C:\{FOLDER}\xltool\检查报送表.cmd", *given, cwd=place)
    for name in ("审核情况.html", "审核情况-2.html", "退回", "退回-2"):
        if not (place / name).exists():
            yield f"检查报送表.cmd has not written {name}"


def _wine(environment: dict[str, str], *command: str, cwd: Path | None = None) -> None:
    """Runs a Windows program; Python needs pipes there, a file or nothing at all makes it die."""
    subprocess.run(
        [WINE, *command], env=environment, input=b"\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=600, check=False, cwd=cwd,
    )  # fmt: skip


def arm64(scratch: Path) -> Iterator[str]:
    """Unpacks the arm64 package and uses it; qemu stands before its loader, in the script."""
    package = next((ROOT / "dist" / "deb").glob("*_arm64.deb"))
    subprocess.run(["dpkg-deb", "-x", package, scratch / "arm64"], check=True)
    home = scratch / "arm64" / "opt" / "xltool"
    script = home / "bin" / "python"
    script.write_text(script.read_text(encoding="ascii").replace("exec ", f"exec {QEMU} "), encoding="ascii")
    program = Program("qemu", (str(home / "bin" / "xltool"),), _plain_environment())
    here, there = scratch / "here-arm64", scratch / "there-arm64"
    here.mkdir()
    there.mkdir()
    yield from proof.differences(OURS, program, here, there)
    yield from proof.page(program, there)


def amd64(scratch: Path) -> Iterator[str]:
    """Unpacks the amd64 package where no other Python is found, and uses it."""
    package = next((ROOT / "dist" / "deb").glob("*_amd64.deb"))
    subprocess.run(["dpkg-deb", "-x", package, scratch / "amd64"], check=True)
    tree = scratch / "amd64"
    program = Program("amd64", (str(tree / "opt" / "xltool" / "bin" / "xltool"),), _plain_environment())
    here, there = scratch / "here-amd64", scratch / "there-amd64"
    here.mkdir()
    there.mkdir()
    yield from proof.differences(OURS, program, here, there)
    yield from proof.page(program, there)
    entry = (tree / "usr" / "share" / "applications" / "xltool.desktop").read_text(encoding="utf-8")
    started = next(line for line in entry.splitlines() if line.startswith("Exec=")).split()[0][6:]
    if not (tree / started).is_file():
        yield f"the menu entry starts {started}, which is not there"


def _plain_environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": os.environ.get("HOME", "/")}


if __name__ == "__main__":
    wrong: list[str] = []
    for work in (windows, amd64, arm64):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            wrong += [f"{work.__name__}: {line}" for line in work(Path(folder))]
    print("\n".join(wrong) or "all the same")
    sys.exit(bool(wrong))
