#!/bin/sh
# A folder of src/ includes only from itself and from those before it in this line.
order="base model settings parse extract normalise lint worker fetch schedule store compose render publish daemon cli"
cd "${srcdir:-$(dirname "$0")/..}/src" || exit 99
echo 1..1
bad=0
allowed=
for folder in $order; do
	allowed="$allowed $folder"
	[ -d "$folder" ] || continue
	for include in $(cat "$folder"/*.[ch] | sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' | sort -u); do
		case " $allowed " in
		*" $include "*) ;;
		*)
			echo "# src/$folder includes from $include/:"
			grep -n "#include \"$include/" "$folder"/*.[ch] | sed 's/^/# /'
			bad=1
			;;
		esac
	done
done
for folder in */; do
	case " $order " in
	*" ${folder%/} "*) ;;
	*) echo "# src/$folder is in no order"; bad=1 ;;
	esac
done
if [ $bad = 0 ]; then echo "ok 1 - no include against the order of folders"; else echo "not ok 1 - no include against the order of folders"; fi
exit $bad
