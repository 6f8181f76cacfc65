"""Read published reports (.docx, .html) and take the submission out of them."""
