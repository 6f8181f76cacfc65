"""The fixed Chinese words, a page for each thing they are printed on; ``zh.NAME`` wherever they are used.

Sentences about findings are in `catalogue`, patterns that read texts beside the checks of texts, and
what belongs to one form is in its folder.
"""

from xltool.core.text.zh.commands import *
from xltool.core.text.zh.findings import *
from xltool.core.text.zh.fonts import *
from xltool.core.text.zh.forms import *
from xltool.core.text.zh.lists import *
from xltool.core.text.zh.numbers import *
from xltool.core.text.zh.page import *
from xltool.core.text.zh.reports import *
from xltool.core.text.zh.rounds import *
from xltool.core.text.zh.sheets import *
from xltool.core.text.zh.sums import *
