"""A form's folder → `Form`."""
