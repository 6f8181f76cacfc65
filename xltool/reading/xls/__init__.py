"""Read workbooks of Excel 97 (.xls) and WPS (.et)."""
