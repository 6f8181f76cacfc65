"""A real LibreOffice for the tests: opens, fills, recalculates and saves workbooks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"


def need(program: str) -> str:
    """The path of a program the suite installs; missing is a failure on CI, a skip elsewhere."""
    found = shutil.which(program)
    if found is None:
        missing(program)
    assert found is not None
    return found


def missing(what: str) -> NoReturn:
    """Ends a test that lacks something: a failure on CI, a skip elsewhere."""
    message = f"{what} is missing: run `make test`"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def converted(soffice: str, file: Path, to: str, folder: Path, infilter: str = "") -> bytes:
    """The file as a LibreOffice of its own saves it in `folder`, in its format `to` (``docx:MS Word 2007 XML``)."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    reading = [f"--infilter={infilter}"] if infilter else []
    command = [
        soffice,
        profile,
        "--headless",
        *reading,
        "--convert-to",
        to,
        "--outdir",
        str(folder),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / file.with_suffix("." + to.partition(":")[0]).name).read_bytes()


class Office:
    """One LibreOffice process with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        """Starts LibreOffice and the driver that talks to it."""
        pipe = f"xltool{uuid.uuid4().hex}"
        self.soffice = subprocess.Popen(
            [need("soffice"), f"-env:UserInstallation={(self.folder / 'profile').as_uri()}", "--headless",
             "--invisible", "--nologo", "--norestore", "--nolockcheck", f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        driver = Path(__file__).with_name("office_driver.py")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
        self.driver = subprocess.Popen(
            [SYSTEM_PYTHON, "-W", "ignore", str(driver), pipe],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def ask(self, file: Path, **request: Any) -> dict[str, Any]:
        """Opens `file`, does the request (do, put, read, locks, save) and closes it again.

        It works on a copy, because of two that open one file the second is refused.  A LibreOffice
        that has died is started anew, once.
        """
        own = self.folder / f"{uuid.uuid4().hex}{file.suffix}"
        shutil.copy(file, own)
        answer = self._ask(own, request)
        if answer is None:
            self.close()
            self.start()
            answer = self._ask(own, request)
        own.unlink()
        assert answer is not None and "failed" not in answer, answer
        return answer

    def _ask(self, file: Path, request: dict[str, Any]) -> dict[str, Any] | None:
        assert self.driver.stdin is not None and self.driver.stdout is not None
        try:
            self.driver.stdin.write(json.dumps({"open": str(file), **request}) + "\n")
            self.driver.stdin.flush()
        except BrokenPipeError:
            return None
        line = self.driver.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"failed": "DisposedException"}
        is_dead = any(sign in answer.get("failed", "") for sign in ("not loaded", "DisposedException"))
        return None if is_dead else answer

    def close(self) -> None:
        """Ends both processes."""
        assert self.driver.stdin is not None and self.driver.stdout is not None
        with suppress(BrokenPipeError):
            self.driver.stdin.close()
        self.driver.wait(20)
        self.driver.stdout.close()
        self.soffice.terminate()
        self.soffice.wait(20)
