"""Mail: letters are written, sent and fetched, and received messages are taken apart."""
