"""``python -m xltool``: the same as the command ``xltool``."""

from xltool.cli.main import main

main()
