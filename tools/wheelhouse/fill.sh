#!/bin/sh
# Fills wheelhouse/ with everything an office PC without network needs, for Linux here and Windows.
set -eu
cd "$(dirname "$0")/../.."
rm -rf wheelhouse
mkdir wheelhouse
.venv/bin/python -m build -q --wheel --outdir wheelhouse .
wheel=$(ls wheelhouse/xltool-*.whl)
.venv/bin/python -m pip download -q --disable-pip-version-check -d wheelhouse "$wheel"
for version in 3.11 3.12 3.13 3.14; do
    .venv/bin/python -m pip download -q --disable-pip-version-check -d wheelhouse \
        --platform win_amd64 --python-version "$version" --only-binary=:all: "$wheel" colorama
done
cp tools/wheelhouse/*.cmd tools/wheelhouse/*.desktop docs/install.md wheelhouse/
echo "wheelhouse: $(ls wheelhouse | wc -l) files"
