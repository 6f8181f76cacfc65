"""What was refused, by its code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from xltool.core.errors import XltoolError


@contextmanager
def refused(kind: type[XltoolError], code: str) -> Iterator[None]:
    """The block must raise this kind of error with this code of the catalogue."""
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.code == code and str(caught.value).endswith("。")
