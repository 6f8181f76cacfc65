#!/bin/sh
# Runs the fast tests with the lowest version of each dependency that pyproject.toml allows: floors that
# nobody runs are wishes.  Takes what `make test` set up, and an environment of its own, .venv-lowest.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m venv --clear .venv-lowest
.venv-lowest/bin/python -m pip install -q --disable-pip-version-check uv
uv=.venv-lowest/bin/uv
$uv pip compile -q --resolution lowest-direct --no-annotate pyproject.toml -o .venv-lowest/lowest.txt
$uv pip install -q --python .venv-lowest/bin/python -c .venv-lowest/lowest.txt -e ".[dev]"
.venv-lowest/bin/python -m pytest -q -n auto -m "not office and not mail and not chromium and not slow" "$@"
