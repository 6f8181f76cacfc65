"""Workbooks: written, read as found, located by their labels, turned into submissions."""
