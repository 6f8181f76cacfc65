"""The open data of a folder as one Frictionless data package: ``datapackage.json`` beside the CSV files.

It is made anew from all our CSV files that lie there, so that several runs, or machines, may share a folder.
"""

from __future__ import annotations

from pathlib import Path

from xltool.core.errors import OutputError
from xltool.core.text.catalogue.usage import U_EXISTS
from xltool.office.files import write_new
from xltool.writing.report.flat import data_package, is_data_package, is_open_data

_NAME = "datapackage.json"


def describe_csv(folder: Path) -> list[Path]:
    """Writes the description of the CSV files in `folder`; returns its path, none where there are no files.

    Raises OutputError when a file of that name is there that xltool did not write.
    """
    path = folder / _NAME
    if path.exists() and not is_data_package(path.read_bytes()):
        raise OutputError(U_EXISTS, path=str(path))
    files = {file.name: file.read_bytes() for file in sorted(folder.glob("*.csv"), key=Path.as_posix)}
    ours = {name: data for name, data in files.items() if is_open_data(data)}
    return [write_new(path, data_package(ours), force=True)] if ours else []
