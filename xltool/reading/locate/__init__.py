"""Workbook cells → the addresses of a form, found by their labels."""
