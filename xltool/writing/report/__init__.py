"""The final report: a Word template filled, and read back before anyone gets it."""
