"""The fixed Chinese words, a module for each thing they are printed on; used as ``zh.NAME``.

Sentences about findings are in `catalogue`, patterns that search texts in `check.narrative.patterns`,
and the words of a form in its folder.
"""

from xltool.core.text.zh.commands import *
from xltool.core.text.zh.drafts import *
from xltool.core.text.zh.findings import *
from xltool.core.text.zh.fonts import *
from xltool.core.text.zh.forms import *
from xltool.core.text.zh.letters import *
from xltool.core.text.zh.lists import *
from xltool.core.text.zh.numbers import *
from xltool.core.text.zh.page import *
from xltool.core.text.zh.reports import *
from xltool.core.text.zh.rounds import *
from xltool.core.text.zh.sheets import *
from xltool.core.text.zh.sums import *
