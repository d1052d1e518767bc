#!/usr/bin/env bash
# Runs a source that could go much faster than its sink for SECONDS seconds and prints, over time, what the source has
# read, what the sink has written, and the memory of the TaskManagers.
# Usage: integration-tests/benchmarks/backpressure.sh [SECONDS]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
seconds=${1:-60}
[[ $seconds =~ ^[0-9]+$ ]] || die "SECONDS is '$seconds' (expected: a whole number)"

start_session -n 2 -s 1 -jm 768 -tm 1024
job=$("$root/bin/holdfast" run -d -p 2 -c org.holdfast.testjobs.EndlessCount "$jobs_jar" --rate 10000000 --pause 1 |
    sed -n 's/^Job has been submitted with JobID //p')
echo "| second | source records | sink records | source back-pressured (ms, sum of 2) | largest TaskManager (MB) | network buffers (MB) |"
echo "|---|---|---|---|---|---|"
for second in $(seq 5 5 "$seconds"); do
    sleep 5
    details=$(curl -sf "$rest/jobs/$job")
    network=$(curl -sf "$rest/taskmanagers" | jq '[.taskmanagers[].networkBytes] | max / 1048576 | floor')
    memory=$(for pid in $(session_pids TaskManagerMain); do resident "$pid" now; done | sort -n | tail -n 1)
    jq -r --arg second "$second" --arg memory "$memory" --arg network "$network" \
        '"| \($second) | \(.vertices[0].counters.recordsOut) | \(.vertices[-1].counters.recordsIn) | \(.vertices[0].counters.backPressuredMillis) | \($memory) | \($network) |"' \
        <<<"$details"
done
