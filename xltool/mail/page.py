"""The text and the links of a letter in HTML, in one pass over it.  Pure."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from xltool.core.text import zh

MAX_TEXT = 1_000_000  # characters of a letter that are read
_HREF = re.compile(r"""\b(?:href|src)\s{0,9}=\s{0,9}("[^"]{0,4000}"|'[^']{0,4000}'|[^\s>"']{1,4000})""", re.I)
_URL = re.compile(r"""(?:https?://)[^\s<>"'，。；（）\u3000]{1,4000}""", re.I)
_NAME = re.compile(zh.FILE_HOST_NAME, re.I)
_EXPIRY = [re.compile(pattern) for pattern in zh.FILE_HOST_EXPIRY]


@dataclass(frozen=True)
class Link:
    """A link that stands for a file; `name` and `expiry` as the letter tells them, else ""."""

    address: str
    name: str = ""
    expiry: str = ""


def plain_text(page: str) -> str:
    """The words of a page: tags, scripts, styles and comments become a blank each."""
    page = page[:MAX_TEXT]
    small = page.lower()
    found, place = [], 0
    missing: set[str] = set()
    while (start := page.find("<", place)) >= 0:
        found.append(page[place:start])
        end = -1
        for opening, closing in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style")):
            if small.startswith(opening, start) and closing not in missing:
                end = small.find(closing, start)
                if end < 0:
                    missing.add(closing)  # looked for once, not for each opening
        after = page.find(">", max(end, start))
        if after < 0:
            found.append(page[start:])
            place = len(page)
            break
        found.append(" ")
        place = after + 1
    found.append(page[place:])
    return html.unescape("".join(found))


def file_links(pages: list[str], text: str) -> list[Link]:
    """The links of a letter that stand for a file on some other machine, each once."""
    addresses = []
    for page in pages:
        for match in _HREF.finditer(page[:MAX_TEXT]):
            addresses.append(html.unescape(match[1].strip("\"'")))
    addresses += _URL.findall(text[:MAX_TEXT])
    name = next((match[1] for match in _NAME.finditer(text[:MAX_TEXT])), "")
    ends = (pattern.search(text[:MAX_TEXT]) for pattern in _EXPIRY)
    expiry = next((found[1] for found in ends if found), "")
    return [Link(address, name, expiry) for address in dict.fromkeys(addresses) if _is_file_host(address)]


def _is_file_host(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    host, path = (parts.hostname or "").lower(), parts.path.lower()
    for known in zh.FILE_HOSTS:
        own, slash, begin = known.partition("/")
        is_host = host == own or host.endswith(f".{own}") or ("." not in own and own in host)
        if is_host and path.startswith(slash + begin):
            return True
    return False
