"""Turn codes with their arguments into the sentence and advice a person reads."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from xltool.core.text import zh
from xltool.core.text.code import FindingCode


def sentence(code: FindingCode, /, **args: str) -> str:
    """The sentence and advice of a code; raises KeyError when an argument is missing."""
    return "".join(wording(code, args))


def wording(code: FindingCode, args: Mapping[str, str]) -> tuple[str, str]:
    """(sentence, advice) of a code with `args`; for a rule of a form, `args` has the form's words."""
    return code.wording(args) if code.text else _rule_wording(code, args)


def system_reason(error: OSError) -> str:
    """Why the system refused, in Chinese: Python quotes it in English, also on a Chinese Windows."""
    name = errno.errorcode.get(error.errno or 0, "")
    return zh.SYSTEM_REASONS.get(name) or zh.SYSTEM_REASON.format(name=name or type(error).__name__)


def _rule_wording(code: FindingCode, given: Mapping[str, str]) -> tuple[str, str]:
    """(sentence, advice) of a rule that fails, or of totals that were left as they were."""
    if "left_at" in given:
        return zh.TOTALS_LEFT[given["left_at"]].format(**given), zh.TOTALS_ADVICE
    args = {**given, "sign": zh.SIGN[given["sign"]]}
    if "-S-" in code:
        return zh.SUM_FAILS.format(**args), zh.SUM_ADVICE
    for side in ("left_sum", "right_sum"):  # "" for a side that is only a number
        args[side] = args[side] and f"（{args[side]}）"
    text = zh.RULE_FAILS[args["operator"]].format(**args)
    if args["label"]:
        text = f"（{args['label']}）{text}"
    if "note" in args:
        return text + zh.NOTED.format(**args), ""
    return text, args["advice"] + (zh.ORIGIN.format(**args) if "origin" in args else "")
