"""Mail through real servers: sent once, bounced for real, fetched without a trace."""

from __future__ import annotations

import sys
import tempfile
import time
import types
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.mailserver import PASSWORD, USER, Dovecot, Remote, Smtpd
from support.rounds import answered, collector, new_round, state

from xltool.app.round import outbox
from xltool.app.round.letters import due
from xltool.app.round.opened import OpenRound
from xltool.app.round.send import Sender
from xltool.core.errors import XltoolError
from xltool.mail import secret
from xltool.mail.message import Letter, compose
from xltool.mail.parse import parse_mail
from xltool.mail.settings import MailSettings
from xltool.mail.smtp import Channel


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    with tempfile.TemporaryDirectory() as folder:  # short and readable by nobody, unlike tmp_path
        Path(folder).chmod(0o755)
        server = Dovecot(Path(folder))
        yield server
        server.close()


def reply(desk: OpenRound, unit: str, file: Path, number: int = 1) -> bytes:
    """A unit's answer with its workbook."""
    letter = Letter(f"回复：[{desk.round.id}-{unit}] 报送", "见附件", USER, ((file.name, file.read_bytes()),))
    data = compose(letter, "nyj@example.invalid", id_=f"<{number}@x>")
    return data.replace(b"Auto-Submitted: auto-generated\r\n", b"")


@pytest.mark.parametrize("kind", ["imap", "pop3"])
def test_a_mailbox_is_read_once_and_left_as_it_was(dovecot: Dovecot, tmp_path: Path, kind: str) -> None:
    mail = MailSettings(user=USER, imap_host="127.0.0.1", imap_port=dovecot.imap, pop3_host="127.0.0.1",
                pop3_port=dovecot.pop3, tls=False)  # fmt: skip
    desk = new_round(tmp_path, mail)
    file = answered(desk, "031", tmp_path / "报送.xlsx")
    dovecot.put(reply(desk, "031", file), "a")
    dovecot.put(b"From: x@y\r\nSubject: hello\r\n\r\n" + b"x" * 5000 + b"\r\n", "b")  # one long line
    before = dovecot.state()

    fetch = getattr(collector(desk), kind)
    first = [one.outcome for one in fetch(PASSWORD)]
    assert first == ["taken", "no-file"] and state(desk, "031") == "accepted"
    assert [one.outcome for one in getattr(collector(desk), kind)(PASSWORD)] == []
    after = dovecot.state()
    assert {name.split(":")[0]: data for name, data in after.items()} == {
        name.split(":")[0]: data for name, data in before.items()
    }
    if kind == "imap":  # nothing was marked as read; over POP3 that is the server's own doing
        assert not any(name.partition(":2,")[2] for name in after)

    dovecot.put(reply(desk, "031", answered(desk, "031", tmp_path / "b.xlsx", broken=True), 2), "c")
    assert [one.outcome for one in getattr(collector(desk), kind)(PASSWORD)] == ["taken"]


def test_a_renumbered_mailbox_is_read_again_and_nothing_is_stored_twice(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    mail = MailSettings(user=USER, imap_host="127.0.0.1", imap_port=dovecot.imap, tls=False)
    desk = new_round(tmp_path, mail)
    dovecot.put(reply(desk, "031", answered(desk, "031", tmp_path / "报送.xlsx")), "a")
    assert [one.outcome for one in collector(desk).imap(PASSWORD)] == ["taken"]
    with desk.store.change():
        desk.store.db.execute("UPDATE cursor SET validity='other'")
    assert [one.outcome for one in collector(desk).imap(PASSWORD)] == ["again"]
    assert len(list(desk.store.versions.all())) == 1


def test_a_wrong_password_is_one_sentence(dovecot: Dovecot, tmp_path: Path) -> None:
    mail = MailSettings(user=USER, imap_host="127.0.0.1", imap_port=dovecot.imap, pop3_host="127.0.0.1",
                pop3_port=dovecot.pop3, tls=False)  # fmt: skip
    desk = new_round(tmp_path, mail)
    for kind in ("imap", "pop3"):
        with pytest.raises(XltoolError) as caught:
            list(getattr(collector(desk), kind)("wrong"))
        assert (caught.value.code, caught.value.exit_code) == ("C-login", 4)


@pytest.fixture
def remote() -> Iterator[Remote]:
    remote = Remote()
    yield remote
    remote.controller.stop()


def planned(desk: OpenRound, address: str, unit: str = "031") -> None:
    contact = replace(desk.contact(unit), emails=(address,))
    letter = Sender(desk).letter("issue", contact, [Sender(desk).workbook(contact)], {})
    assert Sender(desk).plan(f"issue/{unit}/{address}", "issue", contact, lambda: letter)


def test_what_the_server_says_decides(remote: Remote, tmp_path: Path) -> None:
    mail = MailSettings(
        host="127.0.0.1", port=remote.controller.port, sender="o@x.cn", tls=False, pace=8, pause_every=2
    )
    desk = new_round(tmp_path, mail)
    for address in (
        "ok@a.cn",
        "nosuch@a.cn",
        "later@a.cn",
        "hang@a.cn",
        "ok2@a.cn",
        "often@a.cn",
        "never@a.cn",
    ):
        planned(desk, address)
    slept: list[float] = []
    with closing(Channel(mail, "", slept.append)) as channel:
        sent = list(Sender(desk).deliver(channel))
    assert [one.state for one in sent] == ["sent", "failed", "retry", "unknown", "sent", "stop"]
    assert slept.count(mail.pause) == 2 and slept.count(mail.pace) == 3
    stored = {row.recipient: row.state for row in desk.store.outbox.all()}
    assert stored == {
        "ok@a.cn": "sent", "nosuch@a.cn": "failed", "later@a.cn": "retry", "hang@a.cn": "unknown",
        "ok2@a.cn": "sent", "often@a.cn": "retry", "never@a.cn": "planned",
    }  # fmt: skip
    eml = {path.read_bytes() for path in desk.round.path("outbox").iterdir()}
    assert all(data in eml for _, data in remote.got)  # the bytes sent are the bytes kept
    with closing(Channel(mail, "", slept.append)) as channel:
        again = [one.recipient for one in Sender(desk).deliver(channel)]
    assert again == ["later@a.cn", "often@a.cn"]  # neither what was sent nor what is unknown


@pytest.fixture
def mailed(remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenRound:
    """A round whose letters go to the outside world."""
    monkeypatch.setenv(secret.VARIABLE, "x")
    monkeypatch.setattr("time.sleep", lambda _: None)
    mail = MailSettings(host="127.0.0.1", port=remote.controller.port, sender="o@x.cn", tls=False)
    return new_round(tmp_path, mail)


def send_all(desk: OpenRound, kind: str) -> list[str]:
    return [
        str(one.code) if isinstance(one, XltoolError) else one.state
        for one in outbox.send(desk, list(due(desk, kind)))
    ]


def test_a_refused_letter_goes_out_once_its_address_is_corrected(mailed: OpenRound, remote: Remote) -> None:
    (wrong,) = (one for one in mailed.contacts if one.unit.code == "031")
    mailed.contacts = [replace(wrong, emails=("nosuch@a.cn",))]
    assert send_all(mailed, "issue") == ["failed"]
    assert send_all(mailed, "issue") == ["C-refused"] and remote.got == []
    mailed.contacts = [replace(wrong, emails=("right@a.cn",))]
    assert send_all(mailed, "issue") == ["sent"] and [to for to, _ in remote.got] == ["right@a.cn"]
    assert send_all(mailed, "issue") == []


def test_a_stalled_run_overtaken_by_returns_sends_nothing_that_is_no_longer_true(
    mailed: OpenRound, remote: Remote, tmp_path: Path
) -> None:
    outbox.register(mailed, "issue")
    often, quiet, other = mailed.contacts[:3]
    mailed.contacts = [
        replace(often, emails=("often@a.cn",)), replace(quiet, emails=("ok@a.cn",)),
        replace(other, emails=("ok2@a.cn",)),
    ]  # fmt: skip
    assert send_all(mailed, "remind") == ["stop"]  # the others are planned
    (one,) = collector(mailed).message(reply(mailed, quiet.unit.code, answered(mailed, quiet.unit.code, tmp_path / "a.xlsx")), "in/a.eml")  # fmt: skip
    assert one.outcome in ("taken", "held")
    assert [row.recipient for row in mailed.store.outbox.all()] == ["often@a.cn", "ok@a.cn", "ok2@a.cn"]
    send_all(mailed, "receipt")
    subjects = [parse_mail(data).subject for _, data in remote.got]
    assert not any("请尽快" in subject for subject in subjects)
    mailed.contacts = mailed.contacts[1:]  # at whose address the server stops
    send_all(mailed, "remind")
    told = [to for to, data in remote.got if "请尽快" in parse_mail(data).subject]
    assert "ok@a.cn" not in told and "ok2@a.cn" in told


def test_a_half_sent_row_is_never_sent_again(remote: Remote, tmp_path: Path) -> None:
    mail = MailSettings(host="127.0.0.1", port=remote.controller.port, sender="o@x.cn", tls=False)
    desk = new_round(tmp_path, mail)
    planned(desk, "ok@a.cn")
    with desk.store.change():
        desk.store.db.execute("UPDATE outbox SET state='sending'")  # as a power cut leaves it
    assert list(Sender(desk).deliver(Channel(mail, "", lambda _: None))) == [] and remote.got == []
    assert desk.store.outbox.all()[0].state == "unknown"


def test_a_real_bounce_comes_back_to_its_unit(dovecot: Dovecot, remote: Remote, tmp_path: Path) -> None:
    smtpd = Smtpd(tmp_path, dovecot.base, remote.controller.port)
    try:
        mail = MailSettings(host="127.0.0.1", port=smtpd.port, sender=USER, user=USER, tls=False,
                    imap_host="127.0.0.1", imap_port=dovecot.imap)  # fmt: skip
        desk = new_round(tmp_path, mail)
        contact = desk.contact("031")
        desk.contacts = [replace(contact, emails=("nosuch@nowhere.example",))]
        planned(desk, "nosuch@nowhere.example")
        channel = Channel(replace(mail, user=""), "", lambda _: None)
        assert [one.state for one in Sender(desk).deliver(channel)] == ["sent"]  # accepted, and refused later
        channel.close()
        for _ in range(200):
            if dovecot.state():
                break
            time.sleep(0.1)
        (bounce,) = collector(desk).imap(PASSWORD)
        assert (bounce.outcome, bounce.unit) == ("bounce", "031"), dovecot.state()
        assert "no such user" in bounce.reason
        assert state(desk, "031") == "bounced"
        assert list(desk.store.versions.all()) == []  # the workbook it quotes is nobody's return
    finally:
        smtpd.close()


def test_names_of_attachments_are_read_by_other_programs(tmp_path: Path) -> None:
    name = "031-示例县农业农村局（很长的名字很长的名字很长的名字）𠮷-2025.xlsx"
    data = compose(Letter("主题" * 40, "正文", "a@b.cn", ((name, b"PK"),)), "o@x.cn", "示例县办公室", "<1@x>")
    assert max(len(line) for line in data.split(b"\r\n")) <= 998 and b"\n" not in data.replace(b"\r\n", b"")
    (attachment,) = parse_mail(data).attachments
    assert attachment.name == name
    from email import message_from_bytes, policy

    modern = message_from_bytes(data, policy=policy.default)
    (part,) = modern.iter_attachments()
    assert part.get_filename() == name and modern["Subject"] == "主题" * 40


def test_a_password_from_the_environment_or_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    held = {("xltool", "office@example.cn"): "from the ring"}
    ring = types.SimpleNamespace(get_password=lambda service, user: held.get((service, user)))
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert secret.password("office@example.cn") == "from the ring"
    assert secret.password("other@example.cn") == ""
    monkeypatch.setenv(secret.VARIABLE, "given")
    assert secret.password("office@example.cn") == "given"
    monkeypatch.delenv(secret.VARIABLE)
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert secret.password("office@example.cn") == ""
