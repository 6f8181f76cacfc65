"""Code and arguments → the sentence and the advice a person reads.  Only here do findings become words."""

from __future__ import annotations

from collections.abc import Mapping

from xltool.core.text import zh
from xltool.core.text.code import FindingCode


def sentence(code: FindingCode, /, **args: str) -> str:
    """The message of a code with its advice."""
    return "".join(wording(code, args))


def wording(code: FindingCode, args: Mapping[str, str]) -> tuple[str, str]:
    """(sentence, advice) of a code with `args`; a rule's code is worded by the form's own words in `args`."""
    return code.wording(args) if code.text else _rule_wording(code, args)


def _rule_wording(code: FindingCode, given: Mapping[str, str]) -> tuple[str, str]:
    args = {**given, "sign": zh.SIGN[given["sign"]]}
    if "-S-" in code:
        return zh.SUM_FAILS.format(**args), zh.SUM_ADVICE
    for side in ("left_sum", "right_sum"):  # a side that is only a number needs none beside its words
        args[side] = args[side] and f"（{args[side]}）"
    text = zh.RULE_FAILS[args["operator"]].format(**args)
    if args["label"]:
        text = f"（{args['label']}）{text}"
    if "note" in args:
        return text + zh.NOTED.format(**args), ""
    return text, args["advice"]
