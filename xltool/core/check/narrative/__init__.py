"""The checks of a submission's texts, and the references in them to figures of the tables."""
