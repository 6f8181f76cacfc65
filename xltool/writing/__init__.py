"""Form, submission or findings → the bytes of workbooks, reports, lists and pages; only bytes, no files."""
