"""What came in → the round's store: every file kept, read, checked and given to its unit.

Composes the mail parser, the checked and the round.  Doing it twice changes nothing; one bad message
never stops the others; a crash in between leaves whole files and whole records.
"""

from __future__ import annotations

import hashlib
import json
import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from xltool.app.checking import Checker
from xltool.app.find_files import WORD, companions, is_walked
from xltool.app.round.send import checker_of, settings_of
from xltool.core.check.finding import count
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import UnreadableFile, XltoolError
from xltool.core.form.model import Form
from xltool.core.submission.changes import changes
from xltool.core.submission.document import from_json, to_json
from xltool.core.submission.identity import is_genuine
from xltool.core.submission.model import Contact, known_unit
from xltool.core.sums.prior import FindPrior
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_IDENTITY, W_TOKEN
from xltool.mail.inbox import Fetched, fetch_imap, fetch_pop3
from xltool.mail.parse import Mail, parse_mail
from xltool.reading import archives, containers, registry, sandbox
from xltool.rounds.attribution import Clues, Decision, decide
from xltool.rounds.folder import Round, keep, keep_beside
from xltool.rounds.store import Store

TAG = re.compile(r"\[([A-Z0-9]{6})-([A-Za-z0-9_-]{1,40})\]")  # what our subjects carry: [round-unit]
_LEADING = re.compile(r"[A-Za-z0-9_-]{1,80}")
PACKED = (".zip", ".rar", ".7z", ".msg")  # what files may come in
UNREAD = (".doc", ".wps", ".pdf")  # a return all the same, that only its sender can make readable
MAILS = (".eml", ".mbox")
IGNORED = ("thumbs.db", "desktop.ini")
MAX_MAIL = 60_000_000


@dataclass(frozen=True)
class Arrived:
    """One thing that came: a key of the round's words says what became of it."""

    source: str
    name: str
    outcome: str
    unit: str = ""
    reason: str = ""
    errors: int = 0
    changes: tuple[tuple[str, str, str], ...] = ()  # label, before, after: against the version before


@dataclass
class Collector:
    """Takes files into one open round; `prior` finds last year's submissions."""

    round: Round
    store: Store
    form: Form
    contacts: list[Contact]
    prior: FindPrior | None = None
    jobs: int | None = 1  # processes that read what a folder holds; None: one a core
    _checker: Checker = field(init=False)
    _units: set[str] = field(init=False)
    _senders: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._checker = checker_of(self.round, self.contacts, self.prior, self.jobs)
        self._units = {contact.unit.code for contact in self.contacts}
        self._senders = {}
        for contact in self.contacts:
            for email in contact.emails:
                self._senders.setdefault(email.lower(), set()).add(contact.unit.code)

    def folder(self, path: Path) -> Iterator[Arrived]:
        """Everything in a folder (or one file): returns, messages and mailboxes; other files are named."""
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        pairs = companions([file.as_posix() for file in files])
        files = [file for file in files if file.as_posix() not in pairs.values() and _is_seen(file, path)]
        fresh = [file for file in files if self._is_fresh(file)]
        with closing(self._checker.check_all([str(file) for file in fresh])) as ahead:  # type: ignore[type-var]
            waiting = set(fresh)
            for file in files:
                checked = next(ahead) if file in waiting else None
                try:
                    yield from self._file(file, pairs.get(file.as_posix(), ""), checked)
                except (OSError, XltoolError) as error:
                    detail = error.strerror or "" if isinstance(error, OSError) else ""
                    yield Arrived(file.as_posix(), file.name, "unread", reason=detail)

    def _is_fresh(self, file: Path) -> bool:
        """Whether it is a workbook that has not been here: worth reading before its turn."""
        try:
            if file.suffix.lower() not in registry.suffixes("workbook") or file.stat().st_size > MAX_MAIL:
                return False
            sha = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            return False  # said when its turn comes
        query = "SELECT 1 FROM arrival WHERE key=? UNION SELECT 1 FROM issued WHERE sha=?"
        return not self.store.rows(query, f"file:{sha}", sha)

    def _file(self, file: Path, word: str, checked: CheckedReturn | Unreadable | None) -> Iterator[Arrived]:
        suffix = file.suffix.lower()
        if suffix == ".mbox":
            for message in mailbox.mbox(file, create=False):
                yield from self.message(message.as_bytes(), file.as_posix())
        elif file.stat().st_size > MAX_MAIL:
            yield Arrived(file.as_posix(), file.name, "unread", reason="too-big")
        elif suffix == ".eml":
            yield from self.message(file.read_bytes(), file.as_posix())
        elif _is_file(file.name):
            texts = Path(word).read_bytes() if word else b""
            data = file.read_bytes()
            if checked is not None and checked.sha256 == hashlib.sha256(data).hexdigest():
                yield self.take(file.name, data, file.as_posix(), texts=texts, checked=checked)
            else:
                yield from self.files(file.name, data, file.as_posix(), texts=texts)
        else:
            yield Arrived(file.as_posix(), file.name, "skipped")

    def message(self, data: bytes, source: str) -> Iterator[Arrived]:
        """One message: kept as it came, then its attachments, or what it says of our own mail."""
        sha, _ = keep(self.round, data, ".eml")
        mail = parse_mail(data)
        title = mail.subject or mail.sender or source
        files = [a for a in mail.attachments if _is_file(a.name) or containers.kind(a.data)]
        if mail.failed:
            for address, reason in mail.failed.items():
                yield self._bounce(sha, source, title, address, reason)
        elif not files and (mail.is_auto or zh.AUTO_REPLY in mail.subject):
            yield self._note(sha, source, title, "auto", self._unit_of(mail), mail.text[:2000])
        elif mail.is_report:
            yield self._note(sha, source, title, "report", self._unit_of(mail), "")
        elif not files:
            link = next((host for host in zh.BIG_ATTACHMENT_HOSTS if host in mail.text), "")
            outcome = "link" if link else "no-file"
            yield self._note(sha, source, title, outcome, self._unit_of(mail), mail.text[:2000])
        else:
            pairs = companions([attachment.name for attachment in files], together=True)
            held = {attachment.name: attachment.data for attachment in files}
            for number, attachment in enumerate(files):
                if attachment.name not in pairs.values():
                    texts = held.get(pairs.get(attachment.name, ""), b"")
                    key = f"{sha}:{number}"
                    yield from self.files(attachment.name, attachment.data, source, mail, key, texts)

    def imap(self, password: str) -> Iterator[Arrived]:
        """What is new in the mailbox; the place reached is kept after each message."""
        mail = settings_of(self.round)
        source = f"imap:{mail.user}@{mail.imap_host}/{mail.folder}"
        rows = self.store.rows("SELECT validity, position FROM cursor WHERE source=?", source)
        known = (rows[0]["validity"], rows[0]["position"]) if rows else ("", 0)
        validity, messages = fetch_imap(mail, password, *known)
        for fetched in messages:
            yield from self._fetched(fetched, source)
            with self.store.change():
                self.store.db.execute(
                    "INSERT INTO cursor VALUES(?,?,?) ON CONFLICT(source) DO UPDATE"
                    " SET validity=excluded.validity, position=excluded.position",
                    (source, validity, int(fetched.position)),
                )

    def pop3(self, password: str) -> Iterator[Arrived]:
        """What is new in a mailbox that only speaks POP3."""
        mail = settings_of(self.round)
        source = f"pop3:{mail.user}@{mail.pop3_host}"

        def is_seen(position: str) -> bool:
            query = "SELECT 1 FROM seen WHERE source=? AND position=?"
            return bool(self.store.rows(query, source, position))

        for fetched in fetch_pop3(mail, password, is_seen):
            yield from self._fetched(fetched, source)
            with self.store.change():
                self.store.insert("seen", source=source, position=fetched.position)

    def _fetched(self, fetched: Fetched, source: str) -> Iterator[Arrived]:
        if fetched.data is None:
            yield Arrived(source, fetched.position, "unread", reason="too-big")
        else:
            yield from self.message(fetched.data, source)

    def files(
        self, name: str, data: bytes, source: str, mail: Mail | None = None, key: str = "", texts: bytes = b""
    ) -> Iterator[Arrived]:
        """A file, or what is in an archive; an archive without returns is itself what is answered."""
        container = containers.kind(data) or ("zip" if name.lower().endswith(".zip") else "")
        inner: list[str] = []
        if container:
            sha, _ = keep(self.round, data, f".{container}")
            key = key or f"file:{sha}"
            try:
                opened = archives.Archive(
                    data if container == "zip" else sandbox.run_in_child("reading.containers", data)
                )
                pairs = companions(list(opened.members))
                inner = [m for m in sorted(opened.members) if _is_wanted(m) and m not in pairs.values()]
                for number, member in enumerate(inner):
                    own, content = f"{name}{archives.MARK}{member}", opened.read(member)
                    if member.lower().endswith(".eml"):
                        yield from self.message(content, own)
                    else:
                        word = opened.read(pairs[member]) if member in pairs else b""
                        yield self.take(own, content, source, mail, f"{key}!{number}", word)
            except UnreadableFile:
                inner = []
        if not inner:
            yield self.take(name, data, source, mail, key, texts)

    def take(
        self,
        name: str,
        data: bytes,
        source: str,
        mail: Mail | None = None,
        key: str = "",
        texts: bytes = b"",
        checked: CheckedReturn | Unreadable | None = None,
    ) -> Arrived:
        """One file: kept, read (unless `checked` says what is in it), given to its unit; once only.

        `texts` is the Word file that came with a workbook; it is kept under the workbook's name too, where
        it is found whenever the workbook is read.
        """
        suffix = Path(name.lower()).suffix
        sha, path = keep(self.round, data, suffix if suffix in _kept_suffixes() else ".bin")
        key = key or f"file:{sha}"
        if texts:
            keep(self.round, texts, WORD)
            keep_beside(path, texts)
        seen = self.store.rows("SELECT outcome, unit, reason FROM arrival WHERE key=?", key)
        if seen:
            return Arrived(source, name, "again", seen[0]["unit"])
        issued = self.store.rows("SELECT unit FROM issued WHERE sha=?", sha)
        if issued:
            return self._arrive(key, source, name, path, sha, "blank", issued[0]["unit"], "")
        checked = checked or self._checker.check(path)
        clues = self._clues(checked, name, mail)
        decision = self._decide(checked, clues, mail)
        unit, outcome = decision.unit, decision.outcome
        if outcome == "taken" and _is_untouched(checked):
            return self._arrive(key, source, name, path, sha, "blank", unit, "")
        return self._arrive(key, source, name, path, sha, outcome, unit, decision.reason, checked, clues)

    def _arrive(
        self, key: str, source: str, name: str, path: Path, sha: str, outcome: str, unit: str,
        reason: str, checked: CheckedReturn | Unreadable | None = None, clues: Clues | None = None,
    ) -> Arrived:  # fmt: skip
        place = path.relative_to(self.round.folder).as_posix()
        errors = count(checked.findings, "error") if checked else 0
        with self.store.change():
            added = self.store.insert(
                "arrival", key=key, at=self.store.now(), source=source, name=name, path=place, sha=sha,
                outcome=outcome, unit=unit, reason=reason,
                clues=json.dumps(clues.said() if clues else {}),
            )  # fmt: skip
            if not added:  # another collector was faster
                return Arrived(source, name, "again", unit)
            self.store.log("arrived", unit, name=name, source=source, outcome=outcome, reason=reason, sha=sha)
            since: tuple[tuple[str, str, str], ...] = ()
            if outcome == "taken" and isinstance(checked, CheckedReturn):
                since = self._changes(unit, checked)
                outcome = "taken" if add_version(self.store, unit, key, checked) else "same"
        return Arrived(source, name, outcome, unit, reason, errors, since if outcome == "taken" else ())

    def _changes(self, unit: str, checked: CheckedReturn) -> tuple[tuple[str, str, str], ...]:
        """What this return changed in the unit's latest one; nothing when it is the first."""
        last = self.store.rows("SELECT submission FROM version WHERE unit=? ORDER BY n DESC LIMIT 1", unit)
        if not last or not last[0]["submission"]:
            return ()
        _, before = from_json(json.loads(last[0]["submission"]), lambda _: checked.form)
        return tuple(changes(checked.form, before, checked.submission))

    def _decide(self, checked: CheckedReturn | Unreadable, clues: Clues, mail: Mail | None) -> Decision:
        if isinstance(checked, Unreadable):
            guess = next(iter(clues.said().values()), "")
            return Decision("refused", guess if guess in self._units else "", checked.code)
        submission = checked.submission
        if (submission.form, submission.version) != (self.form.id, self.form.version):
            return Decision("refused", clues.plain or clues.token, "other-form")
        if submission.year != self.round.year:
            return Decision("refused", clues.plain or clues.token, "other-year")
        if any(finding.code == W_IDENTITY for finding in checked.findings):
            return Decision("held", clues.token or clues.plain, "disagree")
        stranger = bool(mail and mail.sender) and (mail.sender if mail else "") not in self._senders
        forged = any(finding.code == W_TOKEN for finding in checked.findings)
        return decide(clues, self._units, stranger, forged)

    def _clues(self, checked: CheckedReturn | Unreadable, name: str, mail: Mail | None) -> Clues:
        identity = checked.identity if isinstance(checked, CheckedReturn) else None
        submission = checked.submission if isinstance(checked, CheckedReturn) else None
        genuine = identity is not None and identity.is_keyed and is_genuine(identity, self.round.key) is True
        code = submission.unit.code if submission else ""
        if submission and identity is None:  # a published report only names its unit
            code = known_unit(submission, (contact.unit for contact in self.contacts)).unit.code
        return Clues(
            token=code if genuine else "",
            plain="" if genuine else code,
            subject=self._tagged(mail.subject) if mail else "",
            thread=self._thread(mail) if mail else "",
            sender=self._sender(mail, code) if mail else "",
            name=self._named(name),
        )

    def _named(self, name: str) -> str:
        """The longest code of the roster that the file's name begins with."""
        match = _LEADING.match(name.rpartition("/")[2])
        text = match[0] if match else ""
        while text and text not in self._units:
            text = text[:-1].rpartition("-")[0]
        return text

    def _tagged(self, subject: str) -> str:
        return next((unit for id_, unit in TAG.findall(subject) if id_ == self.round.id), "")

    def _thread(self, mail: Mail) -> str:
        for reference in mail.refers:
            found = self.store.rows("SELECT unit FROM outbox WHERE message_id=?", reference)
            if found:
                return str(found[0]["unit"])
        return ""

    def _sender(self, mail: Mail, code: str) -> str:
        units = self._senders.get(mail.sender, set())
        return code if code in units else next(iter(units), "") if len(units) == 1 else ""

    def _unit_of(self, mail: Mail) -> str:
        return self._tagged(mail.subject) or self._thread(mail) or self._sender(mail, "")

    def _note(self, sha: str, source: str, name: str, outcome: str, unit: str, text: str) -> Arrived:
        """A message without a file: recorded once, shown to the clerk."""
        with self.store.change():
            added = self.store.insert(
                "arrival", key=f"{sha}:{outcome}", at=self.store.now(), source=source, name=name, sha=sha,
                path=f"received/{sha[:2]}/{sha}.eml", outcome=outcome, unit=unit, reason="", clues="{}",
            )  # fmt: skip
            if added:
                self.store.log(outcome, unit, name=name, source=source, text=text, sha=sha)
        return Arrived(source, name, outcome if added else "again", unit)

    def _bounce(self, sha: str, source: str, name: str, address: str, reason: str) -> Arrived:
        units = sorted(self._senders.get(address, set()))
        with self.store.change():
            added = self.store.insert(
                "arrival", key=f"{sha}:bounce:{address}", at=self.store.now(), source=source, name=name,
                path=f"received/{sha[:2]}/{sha}.eml", sha=sha, outcome="bounce",
                unit=units[0] if units else "", reason=reason[:500], clues="{}",
            )  # fmt: skip
            for unit in units if added else ():
                self.store.log("bounce", unit, address=address, reason=reason[:500], sha=sha)
        return Arrived(source, address, "bounce" if added else "again", "、".join(units), reason[:500])


def _kept_suffixes() -> tuple[str, ...]:
    """The suffixes under which received files are kept: what can be read, unpacked, or at least named."""
    return (*registry.suffixes(), *PACKED, *UNREAD)


def _is_seen(file: Path, folder: Path) -> bool:
    """Whether people mean it: nothing hidden, no leftovers of programs."""
    inner = file.relative_to(folder).parts if folder.is_dir() else (file.name,)
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in inner)
    return not hidden and file.name.lower() not in IGNORED


def _is_file(name: str) -> bool:
    """Whether a file of this name may be a return, or hold one."""
    return name.lower().endswith(_kept_suffixes()) or name.lower() == "winmail.dat"


def _is_wanted(member: str) -> bool:
    """Whether a member of an archive is to be read."""
    return is_walked(PurePosixPath(member)) or member.lower().endswith(".eml")


def add_version(store: Store, unit: str, key: str, checked: CheckedReturn) -> bool:
    """Records a unit's return inside an open change; False when it has this very file already."""
    arrival = store.rows("SELECT id, path, sha FROM arrival WHERE key=?", key)[0]
    number = store.rows("SELECT coalesce(max(n), 0) + 1 AS n FROM version WHERE unit=?", unit)[0]["n"]
    submission = json.dumps(to_json(checked.submission), ensure_ascii=False)
    added = store.insert(
        "version", unit=unit, n=number, arrival=arrival["id"], sha=arrival["sha"], path=arrival["path"],
        at=store.now(), status=checked.status, errors=count(checked.findings, "error"),
        warnings=count(checked.findings, "warning"), submission=submission,
    )  # fmt: skip
    if added:
        store.log("version", unit, n=number, status=checked.status, sha=arrival["sha"])
    return added


def _is_untouched(checked: CheckedReturn | Unreadable) -> bool:
    """Whether nothing at all was filled in: our workbook coming back re-saved."""
    if isinstance(checked, Unreadable):
        return False
    form, submission = checked.form, checked.submission
    inputs = (submission.values.get(a) for a in form.inputs)
    return all(number is None for number in inputs) and not any(submission.texts.values())
