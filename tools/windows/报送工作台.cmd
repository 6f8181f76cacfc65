@echo off
rem Opens the page in the browser and leaves no window; the page has a button to end it.
start "" "%~dp0python\pythonw.exe" -X utf8 -m xltool ui
