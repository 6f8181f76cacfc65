"""The locked workbook that is sent to a unit, and the marked copy of it that goes back."""
