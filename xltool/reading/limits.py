"""The bounds on what one workbook may hold, the same for every format that is read."""

from __future__ import annotations

MAX_SHEETS = 200
MAX_CELLS = 200_000  # in the whole workbook
MAX_MERGES = 20_000  # per sheet, and as many areas with a validation
MAX_ROW = 1_048_576  # of the grid in Excel, WPS and LibreOffice
MAX_COLUMN = 16_384
