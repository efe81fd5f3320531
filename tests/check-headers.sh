#!/bin/sh
# Each header compiles by itself.
cd "${srcdir:-$(dirname "$0")/..}" || exit 99
echo 1..1
bad=0
for header in src/*/*.h; do
	# shellcheck disable=SC2086 # flags are words
	if ! echo "#include \"${header#src/}\"" | ${CC:-cc} -std=gnu17 -D_GNU_SOURCE -fsyntax-only -Isrc $DEPS_CFLAGS -x c - 2>/tmp/header.$$; then
		sed 's/^/# /' /tmp/header.$$
		bad=1
	fi
done
rm -f /tmp/header.$$
if [ $bad = 0 ]; then echo "ok 1 - headers stand alone"; else echo "not ok 1 - headers stand alone"; fi
exit $bad
