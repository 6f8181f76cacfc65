"""``make deb``: packages with a Python and a C library of their own, for amd64 and arm64, into dist/deb/.

麒麟 and 统信 are relatives of Debian with older libraries.  Everything is in /opt/xltool and is run by its
own loader, so it does not matter how old the system's libraries are.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.packages import outputs
from tools.packages.manual import manual
from tools.packages.wheels import LINUX, ROOT, locked, name_and_version, own_wheel, sha256, unpack
from xltool.cli.completion import script as completion_script

HERE = ROOT / "tools" / "linux"
MIRROR = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
SUITE, PYTHON = "bookworm", "python3.11"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
NEEDED = (
    "python3.11-minimal", "libpython3.11-minimal", "libpython3.11-stdlib", "libc6", "libgcc-s1", "libstdc++6",
    "libssl3", "libsqlite3-0", "libexpat1", "libffi8", "zlib1g", "libbz2-1.0", "liblzma5",
    "libuuid1", "libcrypt1",
)  # fmt: skip
UNUSED = ("test", "idlelib", "lib2to3", "ensurepip", "distutils", "turtledemo", "sitecustomize.py")
LOADER = {"amd64": "ld-linux-x86-64.so.2", "arm64": "ld-linux-aarch64.so.1"}
TRIPLET = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}
CONTROL = """\
Package: xltool
Version: {version}
Architecture: {machine}
Maintainer: xltool <xltool@example.invalid>
Installed-Size: {size}
Recommends: libreoffice-writer
Section: text
Priority: optional
Description: 政府信息公开年报工具
 制发报送表，收回并核对，退回修改，生成报告，汇总。打开“报送工作台”在浏览器里做全部工作。
 自带所用的 Python 和程序库，不改动系统的，也不联网。
"""


def fetched(scratch: Path, machine: str) -> list[Path]:
    """Debian's packages for `machine`, fetched by apt and proved by Debian's keys."""
    home = scratch / f"apt-{machine}"
    for folder in ("state/lists/partial", "cache/archives/partial", "debs"):
        (home / folder).mkdir(parents=True)
    (home / "status").touch()
    (home / "sources").write_text(
        f"deb [signed-by={KEYS}] {MIRROR} {SUITE} main\n"
        f"deb [signed-by={KEYS}] {MIRROR} {SUITE}-updates main\n"
        f"deb [signed-by={KEYS}] {MIRROR}-security {SUITE}-security main\n",
        encoding="ascii",
    )
    settings = {
        "APT::Architecture": machine, "APT::Architectures": machine, "Dir::State": home / "state",
        "Dir::State::status": home / "status", "Dir::Cache": home / "cache",
        "Dir::Etc::sourcelist": home / "sources", "Dir::Etc::sourceparts": "-", "APT::Sandbox::User": "root",
    }  # fmt: skip
    apt = [
        "apt-get",
        "-qq",
        *(part for name, value in settings.items() for part in ("-o", f"{name}={value}")),
    ]
    subprocess.run([*apt, "update"], check=True)
    subprocess.run([*apt, "download", *NEEDED], check=True, cwd=home / "debs", stdout=subprocess.DEVNULL)
    return sorted((home / "debs").glob("*.deb"))


def lay_out(debs: list[Path], wheels: list[Path], machine: str, scratch: Path, tree: Path) -> None:
    """The program as it will stand in /opt/xltool, in `tree`."""
    raw = scratch / f"raw-{machine}"
    for deb in debs:
        subprocess.run(["dpkg-deb", "-x", deb, raw], check=True)
    (tree / "bin").mkdir(parents=True)
    shutil.copytree(raw / "usr" / "lib" / PYTHON, tree / "lib" / PYTHON, symlinks=True)
    for name in UNUSED:
        path = tree / "lib" / PYTHON / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    for folder in (raw / "lib" / TRIPLET[machine], raw / "usr" / "lib" / TRIPLET[machine]):
        for library in folder.glob("*.so*"):
            shutil.copy(library, tree / "lib" / library.name)  # what a link points at, by the link's name
    shutil.copy(raw / "usr" / "bin" / PYTHON, tree / "bin" / PYTHON)
    for script in ("python", "xltool"):
        text = (HERE / f"{script}.sh").read_text(encoding="ascii").replace("@LOADER@", LOADER[machine])
        (tree / "bin" / script).write_text(text, encoding="ascii")
    for program in [*(tree / "bin").iterdir(), tree / "lib" / LOADER[machine]]:
        program.chmod(0o755)
    for licence in (raw / "usr" / "share" / "doc").glob("*/copyright"):
        (tree / "licenses").mkdir(exist_ok=True)
        shutil.copy(licence, tree / "licenses" / f"{licence.parent.name}.txt")
    unpack(wheels, tree / "lib" / "python3" / "dist-packages")


def compiled(python: Path, tree: Path) -> None:
    """Compiles all modules: in /opt a user cannot keep what Python compiles at every start."""
    subprocess.run(
        [python, "-m", "compileall", "-q", "-s", tree, "-p", "/opt/xltool", "--invalidation-mode",
         "unchecked-hash", "-x", "olefile2", tree / "lib"],  # olefile2 is Python 2
        check=True,
    )  # fmt: skip


def package(tree: Path, root: Path, target: Path, version: str, machine: str) -> None:
    """The .deb of what is in `tree`, which lies in `root` where it will be installed."""
    share = root / "usr" / "share"
    for file, place in (
        (HERE / "xltool.desktop", share / "applications"),
        (HERE / "xltool.png", share / "icons" / "hicolor" / "128x128" / "apps"),
        (ROOT / "LICENSE", share / "doc" / "xltool"),
        (ROOT / "NOTICE", share / "doc" / "xltool"),
    ):
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)
    (share / "doc" / "xltool" / "NOTICE").rename(share / "doc" / "xltool" / "copyright")
    completions = share / "bash-completion" / "completions"
    completions.mkdir(parents=True)
    (completions / "xltool").write_text(completion_script("bash"), encoding="utf-8")
    page = share / "man" / "man1"
    page.mkdir(parents=True)
    (page / "xltool.1.gz").write_bytes(gzip.compress(manual().encode(), mtime=0))
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / "xltool").symlink_to("/opt/xltool/bin/xltool")
    (root / "DEBIAN").mkdir()
    size = sum(one.stat().st_size for one in tree.rglob("*") if one.is_file()) // 1024
    control = CONTROL.format(version=version, machine=machine, size=size)
    (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    outputs.dated(root)
    subprocess.run(
        ["dpkg-deb", "-Zxz", "--root-owner-group", "-b", root, target],  # older dpkg know no zstd
        check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(outputs.DATE)},
    )  # fmt: skip


def build(target: Path) -> None:
    """Builds both packages into the empty folder `target`."""
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        own = own_wheel(scratch)
        version = name_and_version(own)[1]
        for machine, wanted in LINUX.items():
            debs, wheels = fetched(scratch, machine), locked(scratch / f"wheels-{machine}", wanted)
            root = scratch / f"root-{machine}"
            tree = root / "opt" / "xltool"
            lay_out(debs, [own, *wheels], machine, scratch, tree)
            compiled(scratch / "root-amd64" / "opt" / "xltool" / "bin" / "python", tree)
            name = f"xltool_{version}_{machine}"
            package(tree, root, target / f"{name}.deb", version, machine)
            parts = []
            for deb in debs:
                title, number, _ = deb.name.split("_")
                number = number.replace("%3a", ":")
                parts.append((title, number, f"pkg:deb/debian/{title}@{number}?arch={machine}", sha256(deb)))
            outputs.bill(target / f"{name}.cdx.json", version, [*parts, *outputs.parts_of([own, *wheels])])
    outputs.sums(target)


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "deb"
    shutil.rmtree(place, ignore_errors=True)
    build(place)
    for made in sorted(place.iterdir()):
        print(f"{made}  {made.stat().st_size / 1e6:.1f} MB")
