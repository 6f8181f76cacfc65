"""What comes back, as data: a submission and the identity of the workbook it came in."""
