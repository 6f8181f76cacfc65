"""Find form folders and load them as `Form`s."""
