"""Form or submission → bytes: workbooks, reports, lists, pages."""
