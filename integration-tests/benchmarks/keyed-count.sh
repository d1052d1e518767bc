#!/usr/bin/env bash
# Measures a keyed count in real processes: source -> keyBy -> count at parallelism 2, within one TaskManager and across
# two. Prints a Markdown table.
# Usage: integration-tests/benchmarks/keyed-count.sh [RECORDS]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
records=${1:-40000000}
[[ $records =~ ^[0-9]+$ ]] || die "RECORDS is '$records' (expected: a whole number)"

echo "| TaskManagers x slots | keys | records | seconds | records/s |"
echo "|---|---|---|---|---|"
for shape in "1 2" "2 1"; do
    read -r taskmanagers slots <<<"$shape"
    start_session -n "$taskmanagers" -s "$slots" -jm 768 -tm 2048
    for keys in 1000 1000000; do
        "$root/bin/holdfast" run -p 2 -c org.holdfast.testjobs.KeyedCountBenchmark "$jobs_jar" \
            --keys "$keys" --records "$records" >"$work/run.out" 2>&1 || { cat "$work/run.out" >&2; die "the job failed"; }
        elapsed=$(sed -n 's/^Job Runtime: \([0-9]*\) ms$/\1/p' "$work/run.out")
        echo "| $taskmanagers x $slots | $keys | $records | $((elapsed / 1000)).$((elapsed % 1000 / 100)) | $((records * 1000 / elapsed)) |"
    done
    stop_session
done
