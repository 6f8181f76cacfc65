"""JSON Schemas of the documents that xltool writes and reads, a file each; docs/json.md has them in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def schema_names() -> list[str]:
    """The names of the schemas."""
    return sorted(file.stem for file in _FOLDER.glob("*.json"))


def schema(name: str) -> dict[str, Any]:
    """The schema called `name`, whole: what it refers to stands in its ``$defs``.  Raises KeyError."""
    if name not in schema_names():
        raise KeyError(name)
    text = (_FOLDER / f"{name}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    inner = {other: schema(other) for other in schema_names() if f'"#/$defs/{other}"' in text}
    return {**document, "$defs": inner} if inner else document
