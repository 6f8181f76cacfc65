"""The use cases of a round: what its commands do, composed from `rounds`, `mail`, `reading` and `writing`."""
