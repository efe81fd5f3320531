#!/bin/sh
# smoke.sh FOLDER TARGET...: lets each fuzz target in FOLDER run for $FUZZ_SECONDS (20) from its corpus; as many at once as there are CPUs.
# What it finds stays beside the targets as TARGET.crash-*, .timeout-* or .oom-*; status 1 then.
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
export here folder
: "${FUZZ_SECONDS:=20}"
export FUZZ_SECONDS
: "${FUZZ_SEED:=1}" # the same inputs in the same order for everybody; 0 for other ones each time
export FUZZ_SEED
: "${FUZZ_JOBS:=$(nproc)}"

printf '%s\n' "$@" | xargs -P"$FUZZ_JOBS" -I{} sh -c '
	name={}
	found=$folder/$name.found
	mkdir -p "$found"
	set -- "$found" "$here/corpus/$name"
	[ -f "$here/$name.dict" ] && set -- "$@" -dict="$here/$name.dict"
	if "$folder/$name" "$@" -seed="$FUZZ_SEED" -max_total_time="$FUZZ_SECONDS" -timeout=5 -rss_limit_mb=1024 -max_len=16384 -print_final_stats=1 \
	    -artifact_prefix="$folder/$name." >"$folder/$name.out" 2>&1; then
		echo "ok - $name: $(sed -n "s/^stat::number_of_executed_units: *//p" "$folder/$name.out") inputs"
	else
		echo "not ok - $name"
		grep -E "does not hold|ERROR: |runtime error|SUMMARY|Test unit written" "$folder/$name.out" | sed "s/^/# /"
	fi' | tee "$folder/smoke.out"
passed=$(grep -c '^ok ' "$folder/smoke.out")
echo "# PASS:  $passed"
echo "# FAIL:  $(($# - passed))"
echo "# ERROR: 0"
[ "$passed" = $# ]
