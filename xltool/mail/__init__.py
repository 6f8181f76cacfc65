"""Mail as a channel: writing, sending, fetching and taking apart messages."""
