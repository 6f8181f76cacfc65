"""Find the cells of a form in a returned workbook by their labels, and extract its submission."""
