#!/usr/bin/env bash
# Kills one of the two TaskManagers that run a keyed job, KILLS times, and measures from outside how long it takes until
# all tasks run again: with a spare TaskManager and without. Prints a Markdown table.
# Usage: integration-tests/benchmarks/failover.sh [KILLS]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
kills=${1:-20}
[[ $kills =~ ^[0-9]+$ ]] || die "KILLS is '$kills' (expected: a whole number)"

measure() {
    local spare=$1 label=$2 job
    start_session -n 2 -s 1 -jm 768 -tm 1024 "-Dslotmanager.redundant-taskmanager-num=$spare"
    job=$("$root/bin/holdfast" run -d -p 2 \
        -Dexecution.checkpointing.interval=1s \
        -Drestart-strategy=fixed-delay \
        -Drestart-strategy.fixed-delay.attempts=1000000 \
        -Drestart-strategy.fixed-delay.delay=0s \
        -c org.holdfast.testjobs.EndlessCount "$jobs_jar" --rate 100000 |
        sed -n 's/^Job has been submitted with JobID //p')
    [[ -n $job ]] || die "the job was not accepted"
    await_class_data
    java_program org.holdfast.faults.FailoverMain --rest "$rest" --job "$job" \
        --taskmanagers $((2 + spare)) --kills "$kills" --label "$label" || die "the measurement failed"
    stop_session
}

echo "| spare TaskManager | kills | noticed, median (ms) | all deployed, median | all RUNNING: min | median | p95 | max |"
echo "|---|---|---|---|---|---|---|---|"
measure 1 one
measure 0 none
