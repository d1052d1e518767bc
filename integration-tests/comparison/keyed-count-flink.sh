#!/usr/bin/env bash
# The keyed count of ../benchmarks/keyed-count.sh on Holdfast and on Flink, in turns on the same machine. Both: two
# TaskManagers of one slot with the same heap, parallelism 2, state on the heap, a checkpoint every second into a local
# folder. Flink as its users have it by default: object reuse off. Prints a Markdown table.
# Usage: integration-tests/comparison/keyed-count-flink.sh [ROUNDS [RECORDS]]
source "$(dirname "${BASH_SOURCE[0]}")/../benchmarks/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/flink.sh"
rounds=${1:-3}
records=${2:-60000000}
[[ $rounds =~ ^[0-9]+$ && $records =~ ^[0-9]+$ ]] || die "ROUNDS and RECORDS are '$rounds' and '$records' (expected: whole numbers)"

# What a Holdfast TaskManager of this size gives its heap.
readonly TASKMANAGER_MB=2048 HEAP_MB=1332
build_flink

report() {
    local system=$1 keys=$2 elapsed=$3
    echo "$((records * 1000 / elapsed))" >>"$work/$system-$keys"
    echo "round $round: $system, $keys keys: $elapsed ms" >&2
}

for round in $(seq "$rounds"); do
    start_session -n 2 -s 1 -jm 768 -tm "$TASKMANAGER_MB"
    warm_up keyed_count
    for keys in 1000 1000000; do
        report holdfast "$keys" "$(keyed_count "$records" "$keys" \
            -Dexecution.checkpointing.interval=1s "-Dstate.checkpoints.dir=file://$work/checkpoints")"
    done
    stop_session
    start_flink 2 "$HEAP_MB"
    warm_up flink_keyed_count
    for keys in 1000 1000000; do
        report flink "$keys" "$(flink_keyed_count "$records" "$keys")"
    done
    stop_flink
done

echo "| keys | records | Holdfast, records/s: min / median / max of $rounds | Flink $(flink_version) | Holdfast / Flink, medians |"
echo "|---|---|---|---|---|"
for keys in 1000 1000000; do
    ours=$(summary <"$work/holdfast-$keys") theirs=$(summary <"$work/flink-$keys")
    echo "| $keys | $records | $ours | $theirs | $(awk -v ours="$ours" -v theirs="$theirs" 'BEGIN {
        split(ours, o, " / "); split(theirs, t, " / "); printf "%.2f", o[2] / t[2] }') |"
done
