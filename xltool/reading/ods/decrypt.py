"""Decrypt the parts of a password-protected OpenDocument file as LibreOffice has written them since 4.0.

They are encrypted with PBKDF2 and AES-256-CBC, each part with its own salt ([ODF 1.2] part 3).  Blowfish
(before 2012) and the single encrypted package of LibreOffice 24.8 are recognised and refused.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from dataclasses import dataclass, field

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE
from xltool.core.text.catalogue.sights import W_CIPHER, W_ENCRYPTED, W_PASSWORD
from xltool.office.package import MAX_PART, Package, parse_xml

MANIFEST = "meta-inf/manifest.xml"
_MAX_ROUNDS = 1_000_000  # LibreOffice writes 100,000; more would only cost us time
_AES, _KEY_SIZE, _BLOCK = "aes256-cbc", 32, 16
_HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
_BYTES = ("key-derivation/salt", "algorithm/initialisation-vector", "encryption-data/checksum")
_ONE_PACKAGE = "encrypted-package"
_CHECKED = 1024  # bytes of the packed part that the checksum covers

Attributes = dict[str, str]


@dataclass
class _Entry:
    size: int
    facts: Attributes = field(default_factory=dict)


class OpenedParts:
    """Reads the parts of `package`, decrypting those that the manifest says are encrypted."""

    def __init__(self, package: Package, password: str) -> None:
        self._package = package
        self._password = password
        self._encrypted: dict[str, _Entry] = {}
        if MANIFEST in package:
            self._read_manifest()

    def read(self, name: str) -> bytes:
        """The part without its encryption.

        Raises UnreadableFile: ``W-encrypted`` (a password is needed), ``W-password`` (not this one),
        ``W-cipher`` (an unknown encryption), ``W-damaged``, ``W-hostile``.
        """
        content = self._package.read(name)
        entry = self._encrypted.get(name)
        if entry is None:
            return content
        if not self._password:
            raise UnreadableFile(W_ENCRYPTED)
        content = _decrypt(content, entry, self._password)
        self._package.spend(content)
        return content

    def _read_manifest(self) -> None:
        name, entry = "", _Entry(0)

        def start(tag: str, attrs: Attributes) -> None:
            nonlocal name, entry
            facts = {key.rpartition(":")[2]: value for key, value in attrs.items()}
            if tag == "file-entry":
                name, entry = facts.get("full-path", "").lower(), _Entry(int(facts.get("size") or 0))
            elif tag == "encryption-data":
                if name == _ONE_PACKAGE:
                    raise UnreadableFile(W_CIPHER if self._password else W_ENCRYPTED)
                self._encrypted[name] = entry
            if tag in ("encryption-data", "algorithm", "key-derivation", "start-key-generation"):
                entry.facts |= {f"{tag}/{key}": value for key, value in facts.items()}

        parse_xml(self._package.read(MANIFEST), start)


def _decrypt(data: bytes, entry: _Entry, password: str) -> bytes:
    """The decrypted part; raises UnreadableFile like `OpenedParts.read`."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    facts = entry.facts
    try:
        start_hash = _HASHES[_last_word(facts.get("start-key-generation/start-key-generation-name", "sha1"))]
        check_hash = _HASHES[_last_word(facts["encryption-data/checksum-type"]).removesuffix("-1k")]
        salt, vector, checksum = (base64.b64decode(facts[name]) for name in _BYTES)
        rounds = int(facts["key-derivation/iteration-count"])
        algorithm = _last_word(facts["algorithm/algorithm-name"])
    except (KeyError, ValueError) as error:
        raise UnreadableFile(W_CIPHER) from error
    if algorithm != _AES or len(vector) != _BLOCK or not 0 < rounds <= _MAX_ROUNDS:
        raise UnreadableFile(W_CIPHER)
    if entry.size > MAX_PART:
        raise UnreadableFile(W_HOSTILE)
    if not data or len(data) % _BLOCK:
        raise UnreadableFile(W_DAMAGED)
    key = hashlib.pbkdf2_hmac("sha1", start_hash(password.encode()).digest(), salt, rounds, _KEY_SIZE)
    opener = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    packed = opener.update(data) + opener.finalize()
    packed = packed[: -packed[-1]] if 0 < packed[-1] <= _BLOCK else b""  # the last byte counts the padding
    if check_hash(packed[:_CHECKED]).digest() != checksum:
        raise UnreadableFile(W_PASSWORD)
    try:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.size + 1)
    except zlib.error as error:
        raise UnreadableFile(W_DAMAGED) from error
    if len(content) != entry.size:
        raise UnreadableFile(W_DAMAGED)
    return content


def _last_word(name: str) -> str:
    """``http://www.w3.org/2001/04/xmlenc#aes256-cbc`` → ``aes256-cbc``."""
    return name.rpartition("#")[2].lower()
