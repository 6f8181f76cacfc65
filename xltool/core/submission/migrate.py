"""Carry a submission from one version of a form over to another.

An address never changes its meaning, so what both versions have is carried over.  The new form's
``[migrate."<old version>"]`` says where other figures went (new address = old address) and which
are not carried although both versions have them (new address = "").  The rest is listed, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, form_for_texts, with_totals


@dataclass(frozen=True)
class Migration:
    """A submission in the new version, and what could not be carried over.

    `lost` are old addresses with a figure other than 0 or a text, and codes of explanations, for which
    the new version has no place; `open` are new inputs that stay blank.  Totals are derived again.
    """

    submission: Submission
    lost: tuple[str, ...]
    open: tuple[str, ...]


def migrate(old: Form, new: Form, submission: Submission) -> Migration | None:
    """Carry `submission` from `old` over to `new`; None when `new` does not say how it follows `old`."""
    if old.id != new.id or old.version not in new.migrate:
        return None
    sources = sources_of(old, new)
    values = {address: submission.values[source] for address, source in sources.items()}
    unread = {a: submission.unread[s] for a, s in sources.items() if s in submission.unread}
    profiled = _with_most_texts(new, submission)
    known = {*profiled.texts, *new.cell_texts}
    rules = {rule.code for rule in (*new.rules, *new.crosses)}
    texts = {address: text for address, text in submission.texts.items() if address in known}
    notes = {code: text for code, text in submission.notes.items() if code in rules}
    moved = replace(
        submission, version=new.version, values=with_totals(new, values, keep=False), texts=texts,
        notes=notes, unread=unread,
    )  # fmt: skip
    used = set(sources.values())
    lost = [a for a in old.inputs if (submission.values[a] or a in submission.unread) and a not in used]
    lost += [address for address, text in submission.texts.items() if text.strip() and address not in texts]
    lost += [code for code in submission.notes if code not in notes]
    blank = [a for a in new.inputs if values.get(a) is None and a not in unread]
    return Migration(moved, tuple(lost), tuple(blank))


def sources_of(old: Form, new: Form) -> dict[str, str]:
    """The old address each input of the new form takes its figure from, in the new form's order."""
    moved = new.migrate[old.version]
    sources = {address: moved.get(address, address) for address in new.inputs}
    return {address: source for address, source in sources.items() if source in old.kinds}


def _with_most_texts(form: Form, submission: Submission) -> Form:
    """The form in the local profile that has most of the submission's texts."""
    given = set(submission.texts)
    whole = form_for_texts(form, given)
    if whole is not None:
        return whole
    candidates = [form_for_texts(form, {address}) for address in given]
    return max(filter(None, candidates), key=lambda one: len(given & set(one.texts)), default=form)
