"""What is sent out, as data: a form, its rules and its layout."""
