"""What office files are made of, whoever reads or writes them: packages, cells, formulas, file types."""
