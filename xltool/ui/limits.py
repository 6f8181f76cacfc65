"""How much may be sent at once: counted as it comes, whatever its headers say."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MEGABYTE = 1 << 20
MAX_BODY = 60 * _MEGABYTE  # as one mail at the most
MAX_FILES = 1_000
MAX_FIELD = _MEGABYTE  # of text
_LISTEN = 4 * MAX_BODY  # read and thrown away, so that the browser hears the answer


class TooMuch(Exception):
    """More was sent than is taken."""


@dataclass
class Limits:
    """ASGI: the body given to `app` ends in TooMuch once it is longer than MAX_BODY."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        said = Headers(scope=scope).get("content-length", "0")
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            if said.isdigit() and int(said) > MAX_BODY:
                await _drain(receive)
                raise TooMuch
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:
                if message.get("more_body"):
                    await _drain(receive)
                raise TooMuch
            return message

        await self.app(scope, counted, send)


async def _drain(receive: Receive) -> None:
    heard = 0
    while heard < _LISTEN:
        message = await receive()
        heard += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return
