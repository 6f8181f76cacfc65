"""The command line: alone prints and exits."""
