"""How long a clerk waits for the page: its start, and eight returned workbooks dropped, beside the command."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.page import Server  # noqa: E402

TIMES = 5
FILES = sorted((ROOT / "samples" / "returned").glob("*.xlsx")) * 2
EIGHT = FILES[:8]


def main() -> None:
    """Measures and writes page.md."""
    starts, drops, commands = [], [], []
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            server = Server(Path(folder))
            server.enter()
            server.get("/")
            starts.append(time.perf_counter() - began)
            began = time.perf_counter()
            answer = server.post(
                "/check", files=[("files", f"{n}.xlsx", one.read_bytes()) for n, one in enumerate(EIGHT)]
            )
            assert "核对结果（8 个文件）" in server.get(answer.location).text
            drops.append(time.perf_counter() - began)
            server.end()
        began = time.perf_counter()
        command = [sys.executable, "-m", "xltool", "check", *map(str, EIGHT)]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        commands.append(time.perf_counter() - began)
    start, drop, command_ = (statistics.median(times) for times in (starts, drops, commands))
    text = f"""# The page

Median of {TIMES} runs in one go, by `benchmarks/page.py`.

| | seconds |
| --- | --- |
| `xltool ui` from its start to the first page | {start:.2f} |
| eight returned workbooks dropped, checked and shown | {drop:.2f} |
| `xltool check` of the same eight | {command_:.2f} |

Dropped : command = {drop / command_:.2f} (at most 1.5).
"""
    (ROOT / "benchmarks" / "page.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
