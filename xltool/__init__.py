"""xltool: the round trip of an official yearly form, from locked workbook to signed report."""

__version__ = "0.1.0"
