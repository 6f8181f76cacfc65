"""The final report of a unit in every format, each read back before it is handed out."""
