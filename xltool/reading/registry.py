"""Bytes → RawWorkbook, whatever family they belong to: decided by content, the file's name is never asked.

.xlsx and .ods are read here, by our own bounded readers; what other libraries parse (.xls, .et, .xlsb,
encrypted files) is read in a child process.
"""

from __future__ import annotations

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_ARCHIVE, W_DAMAGED, W_DLP, W_NOT_WORKBOOK, W_OWNER
from xltool.office.raw import RawWorkbook

# Files that are no workbook but whose sentence says more than that.
_SENTENCES = {
    "owner": W_OWNER,
    "zip": W_ARCHIVE,
    "archive": W_ARCHIVE,
    "dlp": W_DLP,
}


def read_workbook(data: bytes, password: str = "") -> RawWorkbook:
    """The workbook in `data`; `password` is tried where the file has one.

    Raises `UnreadableFile` with the code of what stands in the way, `OSError` when no child process
    can be started.
    """
    from xltool.reading.xlsx.workbook import read_xlsx

    try:
        return read_xlsx(data)
    except UnreadableFile as error:
        if error.code != W_NOT_WORKBOOK:
            raise
        kind = error.args_["kind"]
    return _read_other(kind, data, password)


def _read_other(kind: str, data: bytes, password: str) -> RawWorkbook:
    if kind == "ods":
        from xltool.reading.ods.workbook import read_ods

        return read_ods(data, password)
    if kind not in ("xls", "xlsb", "encrypted"):
        raise UnreadableFile(_SENTENCES.get(kind, W_NOT_WORKBOOK), kind=kind)
    from xltool.office.package import Package
    from xltool.reading import raw_json, sandbox

    if kind == "encrypted":
        opened = sandbox.run("reading.decrypt", data, password)
        if not opened.startswith(b"PK"):  # nothing is opened twice
            raise UnreadableFile(W_DAMAGED)
        return read_workbook(opened)
    if kind == "xlsb":
        Package(data)  # refuses a bomb before another library unpacks it
    return raw_json.unpack(sandbox.run(f"reading.{kind}.workbook", data, password))
