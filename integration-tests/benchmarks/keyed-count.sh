#!/usr/bin/env bash
# Measures a keyed count in real processes: source -> keyBy -> count at parallelism 2, within one TaskManager and across
# two. Prints a Markdown table.
# Usage: integration-tests/benchmarks/keyed-count.sh [RECORDS [CHECKPOINT_INTERVAL]]
#   CHECKPOINT_INTERVAL   such as 1s; no checkpoints are taken without it
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
records=${1:-40000000}
interval=${2:-}
[[ $records =~ ^[0-9]+$ ]] || die "RECORDS is '$records' (expected: a whole number)"

echo "| TaskManagers x slots | keys | checkpoints | records | seconds | records/s |"
echo "|---|---|---|---|---|---|"
for shape in "1 2" "2 1"; do
    read -r taskmanagers slots <<<"$shape"
    start_session -n "$taskmanagers" -s "$slots" -jm 768 -tm 2048
    await_class_data
    for keys in 1000 1000000; do
        elapsed=$(keyed_count "$records" "$keys" ${interval:+"-Dexecution.checkpointing.interval=$interval"})
        echo "| $taskmanagers x $slots | $keys | ${interval:+every }${interval:-none} | $records | $((elapsed / 1000)).$((elapsed % 1000 / 100)) | $((records * 1000 / elapsed)) |"
    done
    stop_session
done
