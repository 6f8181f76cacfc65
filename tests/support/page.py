"""The page as people get it: `xltool ui` in a process of its own, and a client that is no browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlsplit

from xltool.app.round.settings import begin
from xltool.reading.form.find import DATA

File = tuple[str, str, bytes]  # field, name, content


class Answer:
    """What came back: status, headers, body."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers["Location"] or ""


class Server:
    """A running `xltool ui`; `cookie` is that of the one visit made with the printed address."""

    def __init__(self, state: Path, *arguments: object, cwd: Path | None = None) -> None:
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(DATA),
            "XDG_STATE_HOME": str(state),
            "LOCALAPPDATA": str(state),
        }
        self.environment |= {"PYTHONWARNINGS": "default", "PYTHONIOENCODING": "utf-8"}
        self.command = [sys.executable, "-m", "xltool", "ui", "--no-browser", *map(str, arguments)]
        self.cwd = cwd or state
        with (state / "stderr").open("w") as said:
            self.process = subprocess.Popen(
                self.command, env=self.environment, cwd=self.cwd, text=True, encoding="utf-8",
                stdout=subprocess.PIPE, stderr=said, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), (state / "stderr").read_text()
        self.port = urlsplit(self.address).port or 0
        self.origin = f"http://127.0.0.1:{self.port}"
        self.cookie = self.first = ""

    def enter(self) -> None:
        """The first visit."""
        answer = self.ask("GET", self.address.removeprefix(self.origin))
        assert answer.status == 303
        self.first = answer.location
        self.cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]

    def again(self) -> subprocess.CompletedProcess[str]:
        """A second start, to its end."""
        return subprocess.run(
            self.command, env=self.environment, cwd=self.cwd, text=True, encoding="utf-8",
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str | None] = {}
    ) -> Answer:
        """One request as our own page would make it; `headers` replace its own, None leaves one out."""
        own: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie or None}
        if method not in ("GET", "HEAD"):
            own["Origin"] = self.origin
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, quote(path, "/?&=%#"), skip_host=True, skip_accept_encoding=True)
        for name, value in {**own, **headers}.items():
            if value is not None:
                connection.putheader(name, value.encode())
        if body is not None and "Content-Length" not in headers:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        try:
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, fields: Mapping[str, str] = {}, files: Sequence[File] = ()) -> Answer:
        """A form with `fields` and `files` (field, name, content)."""
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
            for k, v in fields.items()
        ]
        for field, name, data in files:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + data + b"\r\n")
        body = b"".join([*parts, f"--{mark}--\r\n".encode()])
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def drop(self, *paths: Path) -> Answer:
        """Files dropped on 首页, as far as the page it leads to."""
        answer = self.post("/check", files=[("files", path.name, path.read_bytes()) for path in paths])
        assert answer.status == 303, answer.text
        return answer

    def end(self) -> int:
        """Ends it from outside."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


def new_round(folder: Path) -> Path:
    """A round of twelve units, with nothing done yet."""
    roster = DATA / "samples" / "roster-12.csv"
    begin(folder, "zfxxgknb-2021", 2025, date(2026, 1, 20), "示例县政务公开办公室", roster)
    return folder


@contextmanager
def served(state: Path, *arguments: object, cwd: Path | None = None) -> Iterator[Server]:
    """A server whose first visit was made."""
    server = Server(state, *arguments, cwd=cwd)
    try:
        server.enter()
        yield server
    finally:
        server.end()


def links(html: str) -> list[str]:
    """Everything a page leads to or loads."""
    return [unescape(one) for one in re.findall(r'(?:href|src|action)="([^"]*)"', html)]
