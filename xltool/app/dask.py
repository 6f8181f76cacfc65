"""A Dask cluster as an executor for work on many files; needs ``xltool[dask]``.

The only module that knows dask.distributed.  Its machines must see the files under the same paths.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from urllib.parse import urlsplit

from xltool.core.errors import ConfigError
from xltool.core.text.catalogue.usage import U_DASK, U_SCHEDULER

RANGE = 256  # files in one task: the scheduler needs milliseconds for each task
_SECONDS = 20  # within which the scheduler has to answer


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """(the scheduler at `address`, ``tcp://host:8786``, as an executor; the number of its cores).

    Raises ConfigError when Dask is not installed or the scheduler does not answer.
    """
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
    """Raises OSError or ValueError unless something answers: a Dask client that cannot connect logs a lot."""
    parts = urlsplit(address)
    if not parts.hostname or not parts.port:
        raise ValueError("tcp://host:8786")
    socket.create_connection((parts.hostname, parts.port), _SECONDS).close()
