"""Repack containers that other libraries open (.7z, .rar, winmail.dat, .msg) as a plain zip.

Runs in the child process of ``sandbox.run_in_child("reading.containers", …)``.  The libraries are optional
(``xltool[mailbox]``) and their own limits are not relied on.  Names stay as they were; nothing is written
to disk.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_ARCHIVE, W_ARCHIVE_PASSWORD, W_HOSTILE
from xltool.office.detect import OLE_MAGIC
from xltool.office.limits import MEGABYTE

MOST_UNPACKED = 100 * MEGABYTE  # unpacked, in all
_PROPERTY = "__substg1.0_".encode("utf-16-le")  # every stream of a message is named like this
_MAGIC = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar", b"\x78\x9f\x3e\x22": "tnef"}
Member = tuple[str, bytes]


def kind(data: bytes) -> str | None:
    """The kind of container: 7z, rar, tnef (winmail.dat) or msg; None for anything else."""
    if data.startswith(OLE_MAGIC) and _PROPERTY in data:
        return "msg"
    return next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)


def work(data: bytes, password: str) -> bytes:
    """The zip.

    Raises UnreadableFile: ``W-archive`` (the library is not installed, or cannot unpack it),
    ``W-archive-password``, ``W-hostile`` (too much in it); and whatever the libraries raise on damage.
    """
    readers = {"7z": _seven_zip, "rar": _rar, "tnef": _tnef, "msg": _message}
    out = io.BytesIO()
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in readers[kind(data) or ""](data):
                left -= len(content)
                if left < 0:
                    raise UnreadableFile(W_HOSTILE)
                archive.writestr(zipfile.ZipInfo(name), content)  # 1980: the same bytes each time
    except ImportError:
        raise UnreadableFile(W_ARCHIVE) from None
    return out.getvalue()


def _seven_zip(data: bytes) -> Iterator[Member]:
    from py7zr import SevenZipFile
    from py7zr.io import BytesIOFactory

    with SevenZipFile(io.BytesIO(data)) as archive:
        if archive.needs_password():
            raise UnreadableFile(W_ARCHIVE_PASSWORD)
        entries = [entry for entry in archive.list() if not entry.is_directory]
        if sum(entry.uncompressed for entry in entries) > MOST_UNPACKED:
            raise UnreadableFile(W_HOSTILE)
        names = [entry.filename for entry in entries]
        factory = BytesIOFactory(MOST_UNPACKED)
        archive.extract(targets=names, factory=factory)
        for name in names:
            content: bytes = factory.get(name).read()  # type: ignore[no-untyped-call]
            yield name, content


def _rar(data: bytes) -> Iterator[Member]:
    import rarfile

    with rarfile.RarFile(io.BytesIO(data)) as archive:
        if archive.needs_password():
            raise UnreadableFile(W_ARCHIVE_PASSWORD)
        for entry in archive.infolist():
            if not entry.is_dir():
                if entry.file_size > MOST_UNPACKED:
                    raise UnreadableFile(W_HOSTILE)
                try:
                    yield entry.filename, archive.read(entry)
                except rarfile.RarCannotExec:  # unpacking needs another program
                    raise UnreadableFile(W_ARCHIVE) from None


def _tnef(data: bytes) -> Iterator[Member]:
    from tnefparse import TNEF

    for attachment in TNEF(data, do_checksum=False).attachments:
        try:
            name = attachment.long_filename()
        except UnicodeDecodeError:  # the short name is in the sender's code page
            name = attachment._name.decode("gb18030", "replace")
        yield name.strip("\0") or "_", attachment.data


def _message(data: bytes) -> Iterator[Member]:
    """The message as an .eml, so that it is read like mail from a mailbox."""
    from email.message import EmailMessage
    from email.policy import SMTP

    from oxmsg import Message

    message = Message.load(io.BytesIO(data))
    mail = EmailMessage(policy=SMTP)
    mail["From"] = message.sender or ""
    mail["Subject"] = " ".join((message.subject or "").split())
    mail.set_content(message.body or "")
    for attachment in message.attachments:
        content = attachment.file_bytes
        if content:
            mail.add_attachment(content, "application", "octet-stream", filename=attachment.file_name or "_")
    if mail.is_multipart():
        mail.set_boundary("xltool")  # the same message gives the same bytes
    yield "message.eml", mail.as_bytes()
