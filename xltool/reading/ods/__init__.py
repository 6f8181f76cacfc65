"""Read OpenDocument spreadsheets (.ods)."""
