"""Files that come out the same from every build: archives with one date, digests, a bill of materials."""

from __future__ import annotations

import json
import os
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tools.packages.wheels import name_and_version, sha256

DATE = 1_767_225_600  # 2026-01-01: every file in a package bears this date, whenever it was built
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)


def dated(tree: Path) -> None:
    """Gives every file and folder below `tree` the one date and plain rights."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            os.utime(path, (DATE, DATE))
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def zipped(tree: Path, target: Path) -> None:
    """`tree` with its own name as an archive, files in the order of their names."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted((one for one in tree.rglob("*") if one.is_file()), key=Path.as_posix):
            info = zipfile.ZipInfo(path.relative_to(tree.parent).as_posix(), _ZIP_DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, path.read_bytes())


def bill(target: Path, version: str, parts: Iterable[tuple[str, str, str, str]]) -> None:
    """Writes a CycloneDX 1.5 bill of materials: of each part (name, version, package URL, sha256)."""
    components = [
        {"type": "library", "bom-ref": url, "name": name, "version": number, "purl": url,
         "hashes": [{"alg": "SHA-256", "content": digest}]}
        for name, number, url, digest in sorted(parts)
    ]  # fmt: skip
    content = json.dumps(components)
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        # the same parts, the same number
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "metadata": {"component": {"type": "application", "name": "xltool", "version": version}},
        "components": components,
    }  # fmt: skip
    target.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def parts_of(wheels: Iterable[Path]) -> list[tuple[str, str, str, str]]:
    """The wheels as parts of a bill."""
    found = []
    for wheel in wheels:
        name, version = name_and_version(wheel)
        found.append((name, version, f"pkg:pypi/{name}@{version}", sha256(wheel)))
    return found


def sums(folder: Path) -> None:
    """Writes SHA256SUMS of all files in `folder`."""
    files = sorted(one for one in folder.iterdir() if one.is_file() and one.name != "SHA256SUMS")
    text = "".join(f"{sha256(one)}  {one.name}\n" for one in files)
    (folder / "SHA256SUMS").write_text(text, encoding="utf-8")
