"""Office files taken apart, changed and put together again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path


def unzipped(source: bytes | Path) -> dict[str, bytes]:
    """The members of an archive."""
    with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of these members."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return output.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one member changed, and nothing else: order, times and ways of packing stay."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info, change(content) if info.filename == name else content)
        assert name in old.namelist()
    return output.getvalue()


def edited(data: bytes, name: str, *changes: tuple[str, str]) -> bytes:
    """The archive with the first of each text of one member replaced; each must be there."""

    def change(content: bytes) -> bytes:
        text = content.decode()
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after, 1)
        return text.encode()

    return with_part(data, name, change)
