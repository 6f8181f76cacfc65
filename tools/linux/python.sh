#!/bin/sh
# The Python of this folder with the libraries of this folder: the system's own may be older.
# It bears the name of this script, so that the processes it starts come this way too.
here=$(dirname "$(readlink -f "$0")")
exec "$here/../lib/@LOADER@" --argv0 "$here/python" --library-path "$here/../lib" "$here/python3.11" -I -X utf8 "$@"
