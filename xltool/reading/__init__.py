"""Bytes of any kind → what stands in them → a submission: readers, locating, rosters, form files."""
