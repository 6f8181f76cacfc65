"""Workbooks of Excel 97 (.xls, .et)."""
