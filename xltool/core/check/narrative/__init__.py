"""The texts of a submission: figures bound to cells, and what a careful reader would ask about."""
