"""Builds what offices without Python install: for Windows and for Debian's relatives, on Linux."""
