"""What came, as it came: files under the hash of their content, read-only, never overwritten.

The hash in the name is compared whenever one is read, so that a file somebody opened and saved is found.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from xltool.core.errors import OutputError
from xltool.core.text.catalogue.usage import U_WRITE
from xltool.core.text.wording import system_reason
from xltool.rounds.round import RECEIVED, Round

_CHUNK = 1 << 20


def keep(round_: Round, data: bytes, suffix: str) -> tuple[str, str]:
    """Stores received bytes; (SHA-256, place in the round with ``/``).  An equal file is left alone.

    Written to a temporary name, synced, then renamed: a crash leaves the whole file or none, and two at
    once cannot harm each other.  A kept file whose bytes have changed is put aside, not lost.  Raises
    OutputError when the disk refuses.
    """
    sha = hashlib.sha256(data).hexdigest()
    place = f"{RECEIVED}/{sha[:2]}/{sha}{suffix}"
    path = round_.kept(place)
    if path.exists():
        if is_whole(path, sha):
            return sha, place
        with suppress(OSError):
            path.replace(path.with_name(f"{path.name}.{secrets.token_hex(4)}.changed"))
    draft = path.with_name(f".{sha[:8]}-{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):  # some file systems know no permissions
            draft.chmod(0o444)
        # The name is the content's hash: whoever comes second replaces equal bytes by equal bytes.
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise OutputError(U_WRITE, path=str(path), detail=system_reason(error)) from error
    return sha, place


def is_whole(path: Path, sha: str) -> bool:
    """Whether the file is there and still has the content its hash was taken of."""
    try:
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return False
    return digest.hexdigest() == sha
