"""The Chinese words and sentences of xltool, and functions that make text safe to print or compare."""
