"""One yearly collection: its folder, its store, and what its events mean."""
