"""Findings and other lists as text, JSON, workbooks and pages."""
