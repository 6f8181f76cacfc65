"""The summary workbook of a county: a sum of many returns."""
