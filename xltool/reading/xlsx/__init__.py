"""Read Office Open XML workbooks (.xlsx, .xlsm)."""
