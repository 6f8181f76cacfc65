"""The code on a receipt, which proves a file, and the figures that people know a return by."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from dataclasses import dataclass

from xltool.app.round.opened import OpenRound
from xltool.core.check.labels import short_label
from xltool.core.check.returned import CheckedReturn
from xltool.core.form.relation import Linear
from xltool.core.submission.model import Submission, plain
from xltool.rounds.round import Round
from xltool.rounds.store.records import Version

_LENGTH = 8


def receipt_code(round_: Round, sha256: str) -> str:
    """The code of a file, ``ABCD-2345``: only who has the key of the round can make it."""
    digest = hmac.new(round_.key, f"receipt {sha256}".encode(), "sha256").digest()
    code = b32encode(digest).decode()[:_LENGTH]
    return f"{code[:4]}-{code[4:]}"


@dataclass(frozen=True)
class Verified:
    """Whether a code is that of a file, and the versions that were made of the file."""

    is_right: bool
    versions: tuple[Version, ...]


def verify(opened: OpenRound, code: str, data: bytes) -> Verified:
    """Compares a code on a receipt with a file; small letters and blanks do not matter."""
    sha = hashlib.sha256(data).hexdigest()
    given = "".join(code.upper().split())
    is_right = hmac.compare_digest(given.encode(), receipt_code(opened.round, sha).encode())
    return Verified(is_right, tuple(opened.store.versions.with_bytes(sha)))


def receipt_figures(checked: CheckedReturn) -> list[dict[str, str]]:
    """Name and figure of what the form says a receipt tells; else the last total of each table."""
    form, submission = checked.form, checked.submission
    if form.narrative.receipt:
        return [
            {"label": name, "figure": _sum(submission, linear)} for name, linear in form.narrative.receipt
        ]
    last = [
        address for table in form.tables for address in [a for a in table.addresses if a in table.totals][-1:]
    ]
    return [
        {"label": short_label(form, address), "figure": plain(number)}
        for address in last
        if (number := submission.values.get(address)) is not None
    ]


def _sum(submission: Submission, linear: Linear) -> str:
    figures = {ref: n for _, ref in linear.terms if (n := submission.values.get(ref)) is not None}
    return plain(linear.value(figures)) if len(figures) == len(linear.terms) else "—"
