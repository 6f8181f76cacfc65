"""What a packaged program must do, done by it and by this checkout, and the two compared.

Nothing in it knows how a program is started: `prove.py` does.
"""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from msoffcrypto.format.ooxml import OOXMLFile

from tools.packages.wheels import ROOT

PASSWORD = "一二三"
FORM = "zfxxgknb-2021"
# name of the step → arguments; what is printed and every file that is written are compared
SAME: dict[str, tuple[str, ...]] = {
    "版本": ("--version",),
    "制表": ("make", FORM, "--year", "2025", "--roster", "in/roster.csv", "-o", "制表"),
    "预填": ("make", FORM, "--data", "in/jinxiang-2025.json", "--prior", "in/prior", "-o", "预填"),
    "核对": ("check", "--json", "--jobs", "2", "in/returned"),
    "各种格式": ("check", "--json", "in/formats", "--password", PASSWORD),
    "退回": (
        "check",
        "in/returned",
        "--marked",
        "退回",
        "--findings",
        "审核情况.xlsx",
        "--prior",
        "in/prior",
    ),
    "网页": ("check", "--quiet", "in/returned", "--findings", "审核情况.html"),
    "报告": ("report", "in/returned/ok_各项平衡.xlsx", "--to", "docx", "--to", "html", "-o", "报告"),
    "汇总": ("aggregate", "in/returned/ok_各项平衡.xlsx", "-o", "汇总.xlsx"),
    "错的选项": ("make", FORM, "--yaer", "2025"),
    "演示": ("demo", "-o", "演示"),
}
# a round has a key of its own and the time in it, so only what is printed of these is compared
ROUND: dict[str, tuple[str, ...]] = {
    "任务": ("round", "init", "任务", "--form", FORM, "--year", "2025", "--roster", "in/roster.csv",
           "--deadline", "2026-01-20"),
    "任务制表": ("round", "make", "-r", "任务"),
    "草稿": ("round", "send", "-r", "任务", "--drafts"),
    "登记": ("round", "send", "-r", "任务", "--sent", "all"),
    "回收": ("round", "collect", "-r", "任务", "in/returned", "--jobs", "1"),
    "谁交了": ("round", "status", "-r", "任务"),
}  # fmt: skip


class Program(NamedTuple):
    """A way to start xltool: the command before its arguments, the environment, who it is."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


def inputs(folder: Path) -> None:
    """Lays the inputs into ``in/`` of a new folder: samples, and one of them in every format."""
    given = folder / "in"
    shutil.copytree(ROOT / "samples", given)
    formats = given / "formats"
    formats.mkdir()
    good = next((given / "returned").glob("ok*"))
    for suffix in ("ods", "xls"):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", suffix, "--outdir", formats, good],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    shutil.rmtree(folder / "profile")
    shutil.copy(given / "jinxiang-2025.json", formats)
    with good.open("rb") as plain, (formats / "加密.xlsx").open("wb") as out:
        OOXMLFile(plain).encrypt(PASSWORD, out)


def run(program: Program, folder: Path, arguments: tuple[str, ...]) -> tuple[int, str]:
    """(exit code, what was printed) of one command, run in `folder`."""
    done = subprocess.run(
        [*program.command, *arguments], cwd=folder, env=program.environment, input=b"", check=False,
        capture_output=True, timeout=600,
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    return done.returncode, said.replace("\r\n", "\n").replace("\\", "/")


def files(folder: Path) -> dict[str, object]:
    """Every file below a folder but the inputs and the round: what must not differ of it."""
    return {
        name: _lasting(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (name := path.relative_to(folder).as_posix()).startswith(("in/", "任务/"))
    }


def _lasting(path: Path) -> object:
    """The bytes of a file, without the time that a summary bears and the place where the samples are."""
    data = path.read_bytes()
    if path.suffix in (".xlsx", ".docx"):  # on Windows an archive bears another mark, lines another end
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name != "docProps/core.xml"]
            return [(name, archive.read(name).replace(b"\r\n", b"\n")) for name in names]
    return (
        re.sub(rb"\] .*samples[/\\]", b"] ", data.replace(b"\r\n", b"\n")) if path.suffix == ".txt" else data
    )


def differences(ours: Program, packed: Program, home: Path, packed_home: Path) -> Iterator[str]:
    """Runs everything with both; what differs, a line each."""
    inputs(home)
    shutil.copytree(home / "in", packed_home / "in")
    for title, arguments in {**SAME, **ROUND}.items():
        expected, found = run(ours, home, arguments), run(packed, packed_home, arguments)
        print(f"{packed.name}: {title}: {found[0]}", flush=True)
        if expected != found:
            yield f"{title}: {expected} / {found}"
    expected_files, found_files = files(home), files(packed_home)
    if not expected_files:
        yield "nothing was written"
    for name in sorted(expected_files.keys() | found_files.keys()):
        if expected_files.get(name) != found_files.get(name):
            yield f"{name}: differs"
    print(f"{packed.name}: {len(found_files)} files compared", flush=True)


def page(program: Program, folder: Path) -> Iterator[str]:
    """Opens the page, has a return checked in it and ends it; what went wrong, a line each."""
    started = subprocess.Popen(
        [*program.command, "ui", "--no-browser", "任务"], cwd=folder, env=program.environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert started.stdout is not None
        address = started.stdout.readline().decode().strip()
        visit = Visit(urlsplit(address).netloc)
        entered = visit.ask("GET", address.removeprefix(f"http://{visit.place}"))
        board = visit.ask("GET", entered.headers["Location"] or "/")
        if "示例县农业农村局" not in board.text:
            yield f"the board does not name the units: {board.status}"
        wrong = next((folder / "in" / "returned").glob("T3-B01*"))
        checked = visit.ask("POST", "/check", wrong)
        result = visit.ask("GET", checked.headers["Location"] or "/")
        if "T3-B01" not in result.text:
            yield f"the page does not find T3-B01: {checked.status}"
    finally:
        started.kill()
        started.wait()
    print(f"{program.name}: the page answered", flush=True)


class Answer(NamedTuple):
    """What the page answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Visit:
    """A browser's visit to the page at `place` (host:port), with the cookie of its first answer."""

    def __init__(self, place: str) -> None:
        self.place, self.cookie = place, ""

    def ask(self, method: str, path: str, dropped: Path | None = None) -> Answer:
        """One request; `dropped` is a file dropped on the page."""
        headers = {"Cookie": self.cookie, "Origin": f"http://{self.place}"}
        body = b""
        if dropped is not None:
            headers["Content-Type"] = "multipart/form-data; boundary=B"
            head = f'Content-Disposition: form-data; name="files"; filename="{dropped.name}"'
            body = f"--B\r\n{head}\r\n\r\n".encode() + dropped.read_bytes() + b"\r\n--B--\r\n"
        connection = http.client.HTTPConnection(self.place, timeout=300)
        connection.request(method, quote(path, "/?&=%"), body, headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read().decode())
        connection.close()
        self.cookie = self.cookie or (response.headers["Set-Cookie"] or "").partition(";")[0]
        return answer
