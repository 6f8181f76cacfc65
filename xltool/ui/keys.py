"""Who may come in: tokens that open once, the sessions they become, and the owner's secret."""

from __future__ import annotations

import secrets
from hmac import compare_digest


class Keys:
    """The keys of one running server; they die with it.

    A token of 256 random bits stands in the printed address and opens once; what it opens is a session, held
    by a cookie.  `owner` is known to other starts of xltool by the same person, who may ask for a token.
    """

    def __init__(self) -> None:
        self.owner = secrets.token_urlsafe(32)
        self._tokens: set[str] = set()
        self._sessions: set[str] = set()

    def fresh_token(self) -> str:
        """A new token for one opening."""
        token = secrets.token_urlsafe(32)
        self._tokens.add(token)
        return token

    def redeem(self, token: str) -> str | None:
        """The new session that a token opens; None when it is unknown or was used."""
        held = next((one for one in self._tokens if _same(one, token)), None)
        if held is None:
            return None
        self._tokens.remove(held)
        session = secrets.token_urlsafe(32)
        self._sessions.add(session)
        return session

    def is_session(self, value: str) -> bool:
        """Whether this cookie was given out by this server."""
        return any(_same(one, value) for one in self._sessions)

    def is_owner(self, value: str) -> bool:
        """Whether this is the owner's secret."""
        return _same(self.owner, value)


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode(), other.encode("utf-8", "replace"))
