"""Plain lists as workbooks and pages."""
