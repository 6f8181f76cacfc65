"""The command line run as people run it: a new process, its words decoded as the terminal would."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema

from xltool.reading.form.find import DATA
from xltool.writing import schemas

CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Run:
    """A finished command; its words decoded as the terminal would."""

    def __init__(self, arguments: tuple[object, ...], cwd: Path | None, encoding: str) -> None:
        home = {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(DATA), "PYTHONWARNINGS": "default"}
        done = subprocess.run(
            [sys.executable, "-m", "xltool", *map(str, arguments)], cwd=cwd, capture_output=True, check=False,
            env={**os.environ, **home}, timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.code = done.returncode
        self.raw = done.stdout
        self._fits(arguments)
        self.out, self.err = (stream.decode(encoding, "replace") for stream in (done.stdout, done.stderr))

    def _fits(self, arguments: tuple[object, ...]) -> None:
        """Whatever a test is about: a JSON document fits its schema."""
        if "--json" in arguments and self.raw.strip():
            name = next(word for word in map(str, arguments) if word in schemas.schema_names())
            jsonschema.validate(json.loads(self.raw), schemas.schema(name))

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    def sentence(self, code: int) -> str:
        """The one line said about wrong input."""
        assert self.code == code, self.out + self.err
        assert "Traceback" not in self.err and "xltool 的问题" not in self.err
        said = [line for line in self.err.splitlines() if line.strip()]
        assert len(said) == 1 and CHINESE.search(said[0]) and said[0].endswith("。"), self.err
        return said[0]


def xltool(*arguments: object, cwd: Path | None = None, encoding: str = "utf-8") -> Run:
    return Run(arguments, cwd, encoding)
