"""Read binary workbooks (.xlsb)."""
