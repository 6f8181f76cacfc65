"""The meaning of forms, submissions and checks.  Standard library only; no files, clock or environment."""
