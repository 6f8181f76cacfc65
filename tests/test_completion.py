"""The Tab key: the script for each shell, and what a real bash offers with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import xltool

SHELLS = ("bash", "zsh", "fish", "powershell")


def asked(shell: str, **words: str) -> str:
    """What the program answers a shell."""
    environment = os.environ | {"_XLTOOL_COMPLETE": f"complete_{shell}"} | words
    done = subprocess.run(
        [sys.executable, "-m", "xltool"],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script_that_says_where_to_put_it(shell: str) -> None:
    made = xltool("completion", shell)
    assert made.code == 0 and made.lines[0].startswith("# ") and "completion" in made.lines[0]
    assert "_XLTOOL_COMPLETE" in made.out and "xltool" in made.out


def test_another_shell_is_one_sentence() -> None:
    assert "bash、zsh、fish、powershell" in xltool("completion", "tcsh").sentence(2)


@pytest.mark.parametrize(
    ("shell", "words"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "xltool ch"}),
        ("fish", {"_TYPER_COMPLETE_ARGS": "xltool ch", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
        ("powershell", {"_TYPER_COMPLETE_ARGS": "xltool ch", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "ch"}),
    ],
)
def test_other_shells_are_answered(shell: str, words: dict[str, str]) -> None:
    assert "check" in asked(shell, **words) and "round" not in asked(shell, **words)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this system")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ch", {"check"}),
        ("check --q", {"--quiet"}),
        ("make zfxx", {"zfxxgknb-2019", "zfxxgknb-2021"}),
        ("form check xz", {"xzzfnb-2024"}),
        ("round re", {"recheck", "receipt", "remind", "report", "return", "reopen", "repair"}),
    ],
)
def test_bash_completes(tmp_path: Path, line: str, offered: set[str]) -> None:
    own = tmp_path / "xltool"
    own.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xltool "$@"\n')
    own.chmod(0o755)
    words = ["xltool", *line.split(" ")]
    script = f"""source <(xltool completion bash)
COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}; _xltool_completion xltool; echo "${{COMPREPLY[*]}}" """
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60)
    found = set(done.stdout.split())
    assert found == offered, done.stdout + done.stderr
