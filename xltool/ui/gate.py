"""The door: every request is asked for its host, its key and where it comes from, in this order.

A page of another site, opened in the same browser, reaches this address too.  It knows no key (the cookie is
SameSite=Strict), its requests say another origin, and a name of its own that leads to this machine is
another host.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xltool.core.text import zh
from xltool.ui.keys import Keys
from xltool.ui.lifetime import Lifetime

AGAIN = "/again"  # where another start asks for a token
HARMLESS = ("GET", "HEAD")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with no-referrer our own forms would send "Origin: null"
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass
class Gate:
    """ASGI: lets through to `app` what may come in, and puts HEADERS on all that goes out."""

    app: ASGIApp
    keys: Keys
    lifetime: Lifetime
    port: int
    first: str = "/"  # where a fresh token leads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":  # nothing else is spoken here
            return
        refusal = self._refusal(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if refusal is None:
            self.lifetime.asked()
        await (refusal or self.app)(scope, receive, with_headers)

    @property
    def cookie(self) -> str:
        """Its name: cookies of 127.0.0.1 are shared by all ports."""
        return f"xltool_{self.port}"

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer instead of the page; None when the request may go on."""
        headers, method = Headers(scope=scope), scope["method"]
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            return _page(400, zh.DOOR["host"])
        if not self._is_known(headers, scope["path"]):
            return self._enter(scope)
        if method not in HARMLESS and headers.getlist("origin") != [f"http://{hosts[0]}"]:
            return _page(403, zh.DOOR["origin"])
        if method == "GET" and scope["path"] == "/" and _token(scope):
            return RedirectResponse(self.first, 303)  # the token leaves the address line
        return None

    def _is_known(self, headers: Headers, path: str) -> bool:
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if path == AGAIN and scheme == "Bearer":
            return self.keys.is_owner(secret)
        return any(self.keys.is_session(value) for value in self._cookies(headers))

    def _cookies(self, headers: Headers) -> list[str]:
        found: list[str] = []
        for header in headers.getlist("cookie"):
            for part in header.split(";"):
                try:
                    morsel = SimpleCookie(part.strip()).get(self.cookie)
                except CookieError:
                    continue
                if morsel is not None:
                    found.append(morsel.value)
        return found

    def _enter(self, scope: Scope) -> Response:
        """The first visit: a token becomes a cookie."""
        token = _token(scope)
        if not token:
            return _page(401, zh.DOOR["key"])
        session = self.keys.redeem(token) if scope["method"] == "GET" and scope["path"] == "/" else None
        if session is None:
            return _page(403, zh.DOOR["used"])
        answer = RedirectResponse(self.first, 303)
        answer.headers["Set-Cookie"] = f"{self.cookie}={session}; Path=/; HttpOnly; SameSite=Strict"
        return answer


def _token(scope: Scope) -> str:
    found: list[str] = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
    return found[0]


def _page(status: int, text: str) -> Response:
    """A refusal as a page of its own: no style, nothing of ours is given to a stranger."""
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>xltool</title><h1>{text}</h1>',
        status,
    )
