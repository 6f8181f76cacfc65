"""Binary workbooks (.xlsb)."""
