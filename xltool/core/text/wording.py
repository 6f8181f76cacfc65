"""Turn findings into the sentences and advice a person reads; nothing else does."""

from __future__ import annotations

from xltool.core.check.finding import Finding, Hint
from xltool.core.text import zh
from xltool.core.text.code import FindingCode


def wording(finding: Finding) -> tuple[str, str]:
    """(sentence, advice) of a finding, hints after the advice; a rule's words are those of the form."""
    text, advice = _rule_wording(finding) if not finding.code.text else finding.code.wording(finding.args)
    return text, advice + hint_words(finding.hints)


def sentence(code: FindingCode, /, **args: str) -> str:
    """The sentence and advice of a code that is not part of a finding; raises KeyError for missing `args`."""
    return "".join(code.wording(args))


def _rule_wording(finding: Finding) -> tuple[str, str]:
    """(sentence, advice) of a rule that fails."""
    args = dict(finding.args)
    args["sign"] = zh.SIGN[args["sign"]]
    if "-S-" in finding.code:
        return zh.SUM_FAILS.format(**args), zh.SUM_ADVICE
    for side in (
        "left_sum",
        "right_sum",
    ):  # in brackets after the words of the side; "" when the side is only a number
        args[side] = args[side] and f"（{args[side]}）"
    text = zh.RULE_FAILS[args["operator"]].format(**args)
    if args["label"]:
        text = f"（{args['label']}）{text}"
    if "note" in args:
        return text + zh.NOTED.format(**args), ""
    return text, args["advice"]


def hint_words(hints: tuple[Hint, ...]) -> str:
    """A sentence with equally good guesses; "" for none."""
    if not hints:
        return ""
    answers = []
    for hint in hints:
        args = {}
        for doubt, suffix in zip(hint.doubts, ("", "_2"), strict=False):
            cell = zh.HINT_CELL.format(cell=doubt.cell.rpartition("!")[2]) if doubt.cell else ""
            args["place" + suffix] = zh.HINT_PLACE.format(label=doubt.label) + cell
            args["typed" + suffix], args["meant" + suffix] = doubt.typed, doubt.meant
        answers.append(zh.HINTS[hint.kind].format(**args))
    return zh.HINT.format(answers=zh.HINT_OR.join(answers))
