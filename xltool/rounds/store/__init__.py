"""The store of a round: every table, every line of SQL."""
