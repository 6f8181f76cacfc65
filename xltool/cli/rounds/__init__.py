"""``xltool round …``: one collection from roster to county report, on the command line.

Like the rest of `cli`, it alone prints: results on stdout, what is said on the way on stderr.
"""

from xltool.cli.rounds import begin, letters, collecting, looking, deciding, results  # noqa: F401, I001  (their order is that of the help)
from xltool.cli.rounds.app import round_app

__all__ = ["round_app"]
