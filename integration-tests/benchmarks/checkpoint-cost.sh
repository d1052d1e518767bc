#!/usr/bin/env bash
# Measures what checkpoints cost: the keyed count over two TaskManagers of one slot, without checkpoints and with one
# every second, and the longest time a task stood still for one. Prints a Markdown table.
# Usage: integration-tests/benchmarks/checkpoint-cost.sh [ROUNDS [RECORDS]]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
rounds=${1:-3}
records=${2:-60000000}
[[ $rounds =~ ^[0-9]+$ && $records =~ ^[0-9]+$ ]] || die "ROUNDS and RECORDS are '$rounds' and '$records' (expected: whole numbers)"

# Of the last job: adds what its checkpoints were like to the files of these keys.
note_checkpoints() {
    local keys=$1 job
    job=$(sed -n 's/^Job has been submitted with JobID //p' "$work/run.out")
    curl -sf "$rest/jobs/$job/checkpoints" >"$work/checkpoints.json"
    jq '.completed' "$work/checkpoints.json" >>"$work/completed-$keys"
    jq '[.history[] | select(.status == "COMPLETED") | .pauseMicros] | max' "$work/checkpoints.json" >>"$work/pause-$keys"
    jq '[.history[] | select(.status == "COMPLETED") | .durationMillis] | max' "$work/checkpoints.json" >>"$work/duration-$keys"
    jq '[.history[] | select(.status == "COMPLETED") | .stateBytes] | max / 1048576 | floor' "$work/checkpoints.json" >>"$work/state-$keys"
}

for round in $(seq "$rounds"); do
    start_session -n 2 -s 1 -jm 768 -tm 2048 -Dweb.checkpoints.history=100
    warm_up keyed_count
    for keys in 1000 1000000; do
        elapsed=$(keyed_count "$records" "$keys")
        echo $((records * 1000 / elapsed)) >>"$work/none-$keys"
        elapsed=$(keyed_count "$records" "$keys" -Dexecution.checkpointing.interval=1s)
        echo $((records * 1000 / elapsed)) >>"$work/every-$keys"
        note_checkpoints "$keys"
        echo "round $round: $keys keys: $(tail -n 1 "$work/none-$keys") records/s without, $(tail -n 1 "$work/every-$keys") with" \
            "$(tail -n 1 "$work/completed-$keys") checkpoints" >&2
    done
    stop_session
done

echo "| keys | records/s without checkpoints: min / median / max of $rounds | with one every second | completed | longest pause (µs) | longest checkpoint (ms) | state (MB) |"
echo "|---|---|---|---|---|---|---|"
for keys in 1000 1000000; do
    echo "| $keys | $(summary <"$work/none-$keys") | $(summary <"$work/every-$keys") | $(summary <"$work/completed-$keys") |" \
        "$(sort -n "$work/pause-$keys" | tail -n 1) | $(sort -n "$work/duration-$keys" | tail -n 1) | $(sort -n "$work/state-$keys" | tail -n 1) |"
done
