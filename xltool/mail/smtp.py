"""Sends stored mails over SMTP, one after the other, and reports how the server answered to each.

Chinese providers do not publish their limits, so mails are paced and connections renewed, and an answer
about frequency or content stops the run before the account is blocked.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from xltool.core.errors import MailError
from xltool.core.text.catalogue.rounds import C_LOGIN
from xltool.mail.settings import MailSettings

State = Literal["sent", "retry", "failed", "stop", "unknown"]
_TIMEOUT = 60  # seconds
_STARTTLS_PORT = 587
# what providers answer when the fault is with the account, not with the recipient
_STOP = re.compile(r"frequen|limit|spam|too many|MI:|HL:|DT:|suspend|authentic", re.I)


@dataclass(frozen=True)
class Reply:
    """The result of sending one mail; `unknown` when the connection broke after the data had been sent."""

    state: State
    text: str = ""


class Channel:
    """A paced connection, opened for the first mail and renewed after every `pause_every` mails."""

    def __init__(self, mail: MailSettings, password: str, sleep: Callable[[float], None]) -> None:
        self._mail, self._password, self._sleep = mail, password, sleep
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def open(self) -> smtplib.SMTP:
        """The connection, logged in; raises OSError or smtplib.SMTPException."""
        if self._smtp is None:
            context = ssl.create_default_context()
            mail = self._mail
            if mail.tls and mail.port != _STARTTLS_PORT:
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_TIMEOUT, context=context)
            else:
                smtp = smtplib.SMTP(mail.host, mail.port, timeout=_TIMEOUT)
                if mail.tls:
                    smtp.starttls(context=context)
            if mail.user and self._password:
                smtp.login(mail.user, self._password)
            smtp.ehlo_or_helo_if_needed()
            self._smtp = smtp
        return self._smtp

    def send(self, recipients: Sequence[str], data: bytes) -> Reply:
        """Sends one mail; never raises: what a server or a network does wrong is in the reply."""
        if self._sent:
            every = self._mail.pause_every
            if every and self._sent % every == 0:
                self.close()
                self._sleep(self._mail.pause)
            else:
                self._sleep(self._mail.pace)
        try:
            smtp = self.open()
        except smtplib.SMTPAuthenticationError as error:
            return Reply("stop", _reason(error))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Reply("stop", _reason(error))
        size = smtp.esmtp_features.get("size", "")
        if size.isdigit() and 0 < int(size) < len(data):
            return Reply("failed", f"SIZE {size}")
        self._sent += 1
        try:
            refused = smtp.sendmail(self._mail.sender or self._mail.user, list(recipients), data)
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(error.recipients)
        except smtplib.SMTPResponseException as error:
            self.close()
            return _classify(error.smtp_code, _reason(error))
        except (OSError, smtplib.SMTPException) as error:
            self.close()  # nobody knows whether the server has taken it
            return Reply("unknown", _reason(error))
        return _refused(refused) if refused else Reply("sent")

    def close(self) -> None:
        """Ends the connection; does nothing without one."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
            self._smtp = None


def probe(mail: MailSettings, password: str) -> str:
    """Logs in and out; the server, its port and the largest mail it accepts, as one line.

    Raises MailError with the server's answer.
    """
    channel = Channel(mail, password, lambda _: None)
    try:
        smtp = channel.open()
        size = smtp.esmtp_features.get("size", "") or "-"
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(C_LOGIN, detail=_reason(error)) from error
    finally:
        channel.close()
    return f"{mail.host}:{mail.port} OK SIZE {size}"


def _refused(recipients: dict[str, tuple[int, bytes]]) -> Reply:
    code, text = next(iter(recipients.values()))
    return _classify(code, f"{code} {text.decode('utf-8', 'replace')}")


def _classify(code: int, text: str) -> Reply:
    if _STOP.search(text):
        return Reply("stop", text)
    return Reply("retry" if 400 <= code < 500 else "failed", text)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return str(error) or type(error).__name__
