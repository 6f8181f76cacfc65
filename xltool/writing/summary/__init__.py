"""The county's summary workbook."""
