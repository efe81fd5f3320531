#!/bin/sh
# Every manual page passes mandoc's lint.
cd "${srcdir:-$(dirname "$0")/..}" || exit 99
if ! command -v mandoc >/dev/null; then echo "1..0 # SKIP mandoc is not installed"; exit 0; fi
echo 1..1
out=$(mandoc -Tlint -Wwarning $(ls src/*/*.[158]) 2>&1)
if [ -z "$out" ]; then echo "ok 1 - manual pages are clean"; exit 0; fi
echo "$out" | sed 's/^/# /'
echo "not ok 1 - manual pages are clean"
exit 1
