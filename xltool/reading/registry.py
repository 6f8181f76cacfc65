"""The register of kinds of files that can be read, and `read`, which reads a file of any kind.

The content of a file decides what kind it is.  A new format is one folder with its reader and one line in
`INPUT_FORMATS`; which suffixes are looked for, what the help says and what is refused all follow from that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from xltool.core.errors import NotASubmission, UnreadableFile
from xltool.core.text.catalogue.files import W_ARCHIVE, W_DAMAGED, W_DLP, W_NOT_SUBMISSION, W_NOT_WORKBOOK
from xltool.core.text.catalogue.sights import W_OWNER
from xltool.core.text.code import FindingCode
from xltool.office.detect import detect_kind, trimmed
from xltool.office.package import Package
from xltool.office.raw import RawWorkbook
from xltool.reading.published.blocks import Document

JsonDocument = dict[str, Any]
FileContent = RawWorkbook | Document | JsonDocument

ARCHIVES = (".zip",)  # opened by `archives`; their members are read like any file
# Kinds that cannot be read but have a sentence of their own, which says why.
_SENTENCES: dict[str, FindingCode] = {
    "owner": W_OWNER,
    "zip": W_ARCHIVE,
    "archive": W_ARCHIVE,
    "dlp": W_DLP,
}


@dataclass(frozen=True)
class ReadOptions:
    """What a reader may need beside the bytes: the `password` of an encrypted file."""

    password: str = ""


@dataclass(frozen=True)
class InputFormat:
    """One kind of file: `kind` as `office.detect` calls it, `suffixes` with their dots, and its reader.

    `read(data, options)` raises UnreadableFile for a file that cannot be read.  `holds` is what such a file
    holds; `sandboxed` says that it is read in a child process, by another project's library.
    `is_mine(data, suffix)` is asked before `office.detect`, for kinds that it does not know.
    """

    kind: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, ReadOptions], FileContent]
    holds: Literal["workbook", "report", "submission"] = "workbook"
    sandboxed: bool = False
    is_mine: Callable[[bytes, str], bool] | None = None


def read(data: bytes, suffix: str = "", options: ReadOptions = ReadOptions()) -> FileContent:
    """Read a file of any kind; `suffix` (with its dot) only tells a .json from other text.

    Raises UnreadableFile with the W code of what stands in the way, NotASubmission (``W-not-submission``)
    for JSON without a submission, OSError when no child process can be started.
    """
    for entry in INPUT_FORMATS:
        if entry.is_mine is not None and entry.is_mine(data, suffix):
            return entry.read(data, options)
    data = trimmed(data)
    if data.startswith(b"PK"):
        Package(data)  # damage and bombs are reported before the kind is guessed
    kind = detect_kind(data)
    matching = next((entry for entry in INPUT_FORMATS if entry.kind == kind), None)
    if matching is None:
        raise UnreadableFile(_SENTENCES.get(kind, W_NOT_WORKBOOK), kind=kind)
    return matching.read(data, options)


def suffixes(*holds: str) -> tuple[str, ...]:
    """The suffixes of the formats that hold one of these things; of all formats if none is named."""
    return tuple(
        suffix for entry in INPUT_FORMATS if not holds or entry.holds in holds for suffix in entry.suffixes
    )


def _xlsx(data: bytes, options: ReadOptions) -> RawWorkbook:
    from xltool.reading.xlsx.workbook import read_xlsx

    return read_xlsx(data)


def _ods(data: bytes, options: ReadOptions) -> RawWorkbook:
    from xltool.reading.ods.workbook import read_ods

    return read_ods(data, options.password)


def _xls(data: bytes, options: ReadOptions) -> RawWorkbook:
    from xltool.reading import raw_json, sandbox

    return raw_json.unpack(sandbox.run_in_child("reading.xls.workbook", data, options.password))


def _xlsb(data: bytes, options: ReadOptions) -> RawWorkbook:
    from xltool.reading import raw_json, sandbox

    return raw_json.unpack(sandbox.run_in_child("reading.xlsb.workbook", data, options.password))


def _encrypted(data: bytes, options: ReadOptions) -> FileContent:
    """Decrypt an .xlsx, .xlsb or .docx that has a password, and read it."""
    from xltool.reading import sandbox

    opened = sandbox.run_in_child("reading.decrypt", data, options.password)
    if not opened.startswith(b"PK"):  # what is inside must be plain: nothing is decrypted twice
        raise UnreadableFile(W_DAMAGED)
    return read(opened)


def _docx(data: bytes, options: ReadOptions) -> Document:
    from xltool.reading.published.docx import read_docx

    return read_docx(data)


def _doc(data: bytes, options: ReadOptions) -> Document:
    from xltool.reading.published.old_word import read_doc

    return read_doc(data)


def _html(data: bytes, options: ReadOptions) -> Document:
    from xltool.reading.published.html import read_html

    return read_html(data)


def _json(data: bytes, options: ReadOptions) -> JsonDocument:
    import json

    try:
        document = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        raise NotASubmission(W_NOT_SUBMISSION) from None
    if isinstance(document, dict) and isinstance(document.get("submission"), dict):
        document = document["submission"]
    if not isinstance(document, dict):
        raise NotASubmission(W_NOT_SUBMISSION)
    return document


def _without_doubles(pairs: list[tuple[str, Any]]) -> JsonDocument:
    """The object of these pairs; NotASubmission when a key stands twice: nobody can tell which is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotASubmission(W_NOT_SUBMISSION)
    return found


INPUT_FORMATS: tuple[InputFormat, ...] = (
    InputFormat("xlsx", (".xlsx", ".xlsm"), _xlsx),
    InputFormat("xls", (".xls", ".et"), _xls, sandboxed=True),
    InputFormat("xlsb", (".xlsb",), _xlsb, sandboxed=True),
    InputFormat("ods", (".ods",), _ods),
    InputFormat("encrypted", (), _encrypted, sandboxed=True),
    InputFormat("docx", (".docx",), _docx, "report"),
    InputFormat("doc", (".doc", ".wps"), _doc, "report", sandboxed=True),
    InputFormat("html", (".html", ".htm"), _html, "report", sandboxed=True),
    InputFormat("json", (".json",), _json, "submission", is_mine=lambda _, suffix: suffix == ".json"),
)
