"""A Dask cluster as one more thing work can be handed to; needs ``xltool[dask]``.

A door: the only module that knows dask.distributed.  Its machines must see the files under the same paths.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from urllib.parse import urlsplit

from xltool.core.errors import ConfigError
from xltool.core.text.catalogue.usage import U_DASK, U_SCHEDULER

RANGE = 256  # files a task: the scheduler takes milliseconds for each
_SECONDS = 20  # it has to answer


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The scheduler at `address` (``tcp://host:8786``) as an executor, and its cores; raises ConfigError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError(U_DASK) from error
    try:
        _reach(address)
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        detail = str(error) or type(error).__name__
        raise ConfigError(U_SCHEDULER, address=address, detail=detail) from error
    with client:
        yield client.get_executor(pure=False), max(1, sum(client.nthreads().values()))


def _reach(address: str) -> None:
    """Raises OSError or ValueError unless someone answers there: a client that cannot connect is noisy."""
    parts = urlsplit(address)
    if not parts.hostname or not parts.port:
        raise ValueError("tcp://host:8786")
    socket.create_connection((parts.hostname, parts.port), _SECONDS).close()
