"""The locked workbook that is sent to a unit."""
