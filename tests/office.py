"""A real LibreOffice for the tests: opens, fills, recalculates and saves workbooks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"


def need(program: str) -> str:
    """The path of a program the suite installs; missing is a failure on CI, a skip elsewhere."""
    found = shutil.which(program)
    if found is None:
        message = f"{program} is missing: run `make test`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


class Office:
    """One LibreOffice process with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        pipe = f"xltool{uuid.uuid4().hex}"
        self.soffice = subprocess.Popen(
            [need("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
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
        """Opens `file`, does the request (do, put, read, locks, save) and closes it again."""
        assert self.driver.stdin is not None and self.driver.stdout is not None
        self.driver.stdin.write(json.dumps({"open": str(file), **request}) + "\n")
        self.driver.stdin.flush()
        answer: dict[str, Any] = json.loads(self.driver.stdout.readline())
        assert "failed" not in answer, answer
        return answer

    def close(self) -> None:
        """Ends both processes."""
        assert self.driver.stdin is not None and self.driver.stdout is not None
        self.driver.stdin.close()
        self.driver.wait(20)
        self.driver.stdout.close()
        self.soffice.terminate()
        self.soffice.wait(20)
