"""Submission → open data: a CSV with one line a figure, or the submission itself as JSON."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping

from xltool.core.form.model import Form
from xltool.core.submission.document import to_json
from xltool.core.submission.model import Submission, parse_decimal, plain
from xltool.core.text import zh

_CSV_TYPES = ("string", "string", "year", "string", "string", "string", "number")
_PACKAGE = "xltool-figures"
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take such a text for a formula


def to_csv(form: Form, submission: Submission) -> bytes:
    """A CSV with one line a figure: unit, year, address, table, labels, figure.

    It is UTF-8 with a byte order mark, without which Excel and WPS do not recognise it.
    """
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(zh.CSV_HEAD)
    unit = submission.unit
    for table in form.tables:
        for address in table.addresses:
            number = submission.values.get(address)
            figure = "" if number is None else plain(number)
            label = " · ".join(form.labels[address])
            row = (unit.code, unit.name, str(submission.year), address, table.title, label, figure)
            writer.writerow([text if parse_decimal(text) is not None else _harmless(text) for text in row])
    return output.getvalue().encode("utf-8-sig")


def is_open_data(data: bytes) -> bool:
    """Whether these are the bytes of a CSV made by `to_csv`."""
    return data.startswith(",".join(zh.CSV_HEAD).encode("utf-8-sig"))


def data_package(files: Mapping[str, bytes]) -> bytes:
    """What a Frictionless data package says of CSV files: what their columns are, and the SHA-256 of each.

    `files` are those made by `to_csv`, by their names.
    """
    described = zip(zh.CSV_HEAD, _CSV_TYPES, zh.CSV_MEANING, strict=True)
    fields = [{"name": name, "type": kind, "description": text} for name, kind, text in described]
    key = [zh.CSV_HEAD[column] for column in (0, 2, 3)]  # unit, year, address
    resources = [
        {
            "name": f"figures-{number}",
            "title": name.removesuffix(".csv"),
            "path": name,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8-sig",
            "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "schema": {"fields": fields, "missingValues": [""], "primaryKey": key},
        }
        for number, (name, data) in enumerate(files.items(), 1)
    ]
    package = {
        "profile": "tabular-data-package",
        "name": _PACKAGE,
        "title": zh.CSV_TITLE,
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def is_data_package(data: bytes) -> bool:
    """Whether these are the bytes of a description made by `data_package`."""
    try:
        package = json.loads(data)
    except ValueError:
        return False
    return isinstance(package, dict) and package.get("name") == _PACKAGE


def read_back(data: bytes) -> dict[str, str]:
    """The figures by address of a CSV made by `to_csv`."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    next(rows)
    return {row[3]: row[6] for row in rows}


def to_json_bytes(submission: Submission) -> bytes:
    """The submission's JSON document, readable by people."""
    return (json.dumps(to_json(submission), ensure_ascii=False, indent=1) + "\n").encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_RISKY) else text
