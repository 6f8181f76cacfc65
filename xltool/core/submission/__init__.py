"""What a unit sends back, as data: the submission and the identity of the workbook it came in."""
