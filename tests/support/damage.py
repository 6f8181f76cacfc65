"""Files as damage leaves them: bytes lost, tokens of their XML dropped, doubled or swapped."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from support.packages import unzipped, zipped
from support.returns import SOUND


@st.composite
def mutated(draw: st.DrawFn, original: bytes) -> bytes:
    data = bytearray(original)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 12))
        data[at : at + length] = draw(st.binary(max_size=12) | st.just(bytes(data[at : at + length])[::-1]))
    cut = draw(st.none() | st.integers(0, len(data)))
    return bytes(data[:cut])


TOKEN = re.compile(rb"<[^<>]*>|[^<>]+")


# what may stand between tags: numbers no cell holds, references, formulas, marks of identity
ODD = [
    b"", b"0", b"-1", b"1e308", b"1e-400", b"nan", b"inf", b"99999999999999999999", b"A1", b"$XFD$1048576", b"#REF!",
    b"SUM(A1:XFD1048576)", b"SUM(A1,A1)", b"SUM(D7:D6)", b"'", b"zfxxgknb-9999|1|x|y|z", b"||||", b"2025",
    "\u202e一、本年新收政府信息公开申请数量".encode(), "（七）总计".encode(), b"&#9;", b"&amp;", "是".encode(),
]  # fmt: skip


PARTS = unzipped(SOUND)


XML = sorted(name for name in PARTS if name.endswith(".xml") and "theme" not in name and "styles" not in name)


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """The sound return with some tokens of its XML dropped, doubled, swapped or replaced."""
    made = dict(PARTS)
    for name in draw(st.lists(st.sampled_from(XML), min_size=1, max_size=3, unique=True)):
        tokens = TOKEN.findall(made[name])
        for _ in range(draw(st.integers(1, 12))):
            at = draw(st.integers(0, len(tokens) - 1))
            other = draw(st.integers(0, len(tokens) - 1))
            action = draw(st.sampled_from(["text", "text", "text", "swap", "attribute", "drop", "double"]))
            is_tag = tokens[at].startswith(b"<")
            if action == "text" and not is_tag:
                tokens[at] = draw(st.sampled_from(ODD))
            elif action == "swap" and is_tag == tokens[other].startswith(b"<"):
                tokens[at], tokens[other] = tokens[other], tokens[at]
            elif action == "attribute" and is_tag:
                odd = draw(st.sampled_from(ODD)).replace(b"'", b"")
                tokens[at] = re.sub(rb'"[^"]*"', b'"' + odd.replace(b"\\", b"") + b'"', tokens[at], count=1)
            elif action == "drop" and not is_tag:
                tokens[at] = b""
            elif action == "double":
                tokens[at] *= 2
        made[name] = b"".join(tokens)
    return zipped(made)
