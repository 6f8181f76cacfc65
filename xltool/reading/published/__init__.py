"""Published reports (.docx, .html) as input: read, found by their labels and titles, taken as submissions."""
