"""What readers and writers of office files share: packages, cells, formulas, file types."""
