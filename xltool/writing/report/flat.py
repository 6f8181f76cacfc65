"""Submission → open data: a CSV with one line a figure, or the submission itself as JSON."""

from __future__ import annotations

import csv
import io
import json

from xltool.core.form.model import Form
from xltool.core.submission.document import to_json
from xltool.core.submission.model import Submission, parse_decimal, plain
from xltool.core.text import zh

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
