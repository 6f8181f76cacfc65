"""A draft of a form from the official file: what a person would type, and what a person must decide."""
