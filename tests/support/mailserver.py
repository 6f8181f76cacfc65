"""Real mail servers on loopback for the tests: Dovecot (IMAP and POP3) and OpenSMTPD with a real bounce."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

USER, PASSWORD = "caiji@test.local", "pw"

DOVECOT = """
base_dir = {run}
state_dir = {run}
log_path = {base}/dovecot.log
protocols = imap pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{base}/mail/%u
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = {base}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={base}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""

SMTPD = """
listen on 127.0.0.1 port {smtp}
table users {{ "caiji@test.local" = "nobody" }}
action "in" maildir "{base}/mail/%{{dest.user}}@%{{dest.domain}}" user nobody virtual <users>
action "out" relay host smtp://127.0.0.1:{relay}
match from any for domain "test.local" action "in"
match from any for any action "out"
"""


def need_server(path: str) -> str:
    """A server program; missing is a failure on CI, a skip elsewhere."""
    found = shutil.which(path) or (path if Path(path).exists() else None)
    if found is None or os.geteuid() != 0:
        message = f"{path} is missing, or this is not root: run `make test`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    """Until something answers there."""
    for _ in range(200):
        with socket.socket() as one:
            one.settimeout(1)
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


class Dovecot:
    """One Dovecot as user nobody, because it refuses to be root; mails are put into its Maildir."""

    def __init__(self, base: Path) -> None:
        program = need_server("/usr/sbin/dovecot")
        self.base, self.imap, self.pop3 = base, free_port(), free_port()
        (base / "run").mkdir()
        (base / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        (base / "dovecot.conf").write_text(
            DOVECOT.format(
                base=base, run=base / "run", user="nobody", group="nogroup", imap=self.imap, pop3=self.pop3
            )
        )
        for folder in ("new", "cur", "tmp"):
            (base / "mail" / USER / folder).mkdir(parents=True)
        subprocess.run(["chown", "-R", "nobody:nogroup", str(base)], check=True)
        self.process = subprocess.Popen(
            ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", program, "-F", "-c",
             str(base / "dovecot.conf")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(self.imap)
        wait_for(self.pop3)

    def put(self, data: bytes, name: str) -> None:
        """Delivers one message."""
        file = self.base / "mail" / USER / "new" / f"{time.time_ns()}.{name}.test"
        file.write_bytes(data)
        shutil.chown(file, "nobody", "nogroup")

    def state(self) -> dict[str, bytes]:
        """Every message file with its flags, to prove that nothing was changed."""
        return {
            path.name: path.read_bytes()
            for folder in ("new", "cur")
            for path in (self.base / "mail" / USER / folder).iterdir()
        }

    def close(self) -> None:
        """Ends the server."""
        self.process.terminate()
        self.process.wait(20)


class Smtpd:
    """One OpenSMTPD that delivers for test.local into a Maildir and relays the rest to `relay`."""

    def __init__(self, base: Path, mail: Path, relay: int) -> None:
        program = need_server("/usr/sbin/smtpd")
        self.port = free_port()
        (base / "smtpd.conf").write_text(SMTPD.format(smtp=self.port, base=mail, relay=relay))
        self.process = subprocess.Popen(
            [program, "-d", "-f", str(base / "smtpd.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self.port)

    def close(self) -> None:
        """Ends the server and its children."""
        self.process.terminate()
        self.process.wait(20)


class Remote:
    """The outside world as an SMTP server: refuses, defers or hangs up by the address."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes]] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answers = {
            "nosuch": "550 no such user here",
            "later": "450 try again",
            "often": "550 Sender frequency limited",
        }
        for name, answer in answers.items():
            if address.startswith(name):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str | None:
        if envelope.rcpt_tos[0].startswith("hang"):
            self.got.append((envelope.rcpt_tos[0], envelope.content))
            server.transport.abort()  # taken, but nobody will ever know
            return None
        self.got.append((envelope.rcpt_tos[0], envelope.content))
        return "250 OK"
