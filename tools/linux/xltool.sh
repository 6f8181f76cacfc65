#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m xltool "$@"
