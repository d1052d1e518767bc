#!/usr/bin/env bash
# What ../benchmarks/failover.sh measures, on Flink with a spare TaskManager: kill -9 of one of the two that run a keyed
# job until all its tasks are RUNNING again, with Flink's defaults and tuned. Flink alone, no YARN: a new spare is
# started by this script. Prints a Markdown table.
# Usage: integration-tests/comparison/failover-flink.sh [KILLS]
# common.sh asks for it; nothing here uses it
HADOOP_CONF_DIR=${HADOOP_CONF_DIR:-none}
source "$(dirname "${BASH_SOURCE[0]}")/../benchmarks/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/flink.sh"
kills=${1:-20}
[[ $kills =~ ^[0-9]+$ ]] || die "KILLS is '$kills' (expected: a whole number)"
readonly HEAP_MB=512
build_flink

job_state() {
    curl -sf "$flink_rest/jobs/$job" | jq -r '"\(.state) \([.vertices[] | .tasks.RUNNING] | add) \([.vertices[] | .parallelism] | add)"'
}

all_running() {
    [[ $(job_state) =~ ^RUNNING\ ([0-9]+)\ ([0-9]+)$ && ${BASH_REMATCH[1]} == "${BASH_REMATCH[2]}" ]]
}

# until_true SECONDS COMMAND...
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || die "waited in vain for: $*"
        sleep 0.05
    done
}

enough_taskmanagers() { [[ $(flink_taskmanagers) == 3 ]]; }
enough_checkpoints() { (($(flink_checkpoints "$job") >= wanted)); }
not_all_running() { ! all_running; }

measure() {
    local label=$1 job wanted victim start next=4
    shift
    start_flink 3 "$HEAP_MB" "$@"
    run_flink_job EndlessCount
    job=$(sed -n 's/^JobID //p' "$work/flink-run.out")
    : >"$work/running"
    for kill in $(seq "$kills"); do
        until_true 120 enough_taskmanagers
        until_true 120 all_running
        wanted=$(($(flink_checkpoints "$job") + 2))
        until_true 60 enough_checkpoints
        # the TaskManager's resource id is its process's name: flink-taskmanager-N runs as the N-th process behind the JobManager
        victim=$(curl -sf "$flink_rest/jobs/$job/vertices/$(curl -sf "$flink_rest/jobs/$job" | jq -r '.vertices[0].id')" |
            jq -r '.subtasks[0]["taskmanager-id"]')
        start=$(millis)
        kill -KILL "${flink_pids[${victim##*-}]}"
        until_true 180 not_all_running
        until_true 180 all_running
        echo $(($(millis) - start)) >>"$work/running"
        echo "$label, kill $kill: $(tail -n 1 "$work/running") ms" >&2
        start_flink_taskmanager "flink-taskmanager-$next" "$HEAP_MB"
        next=$((next + 1))
    done
    stop_flink
    sort -n "$work/running" | awk -v label="$label" '{ v[NR] = $1 }
        END { rank = int(NR * 0.95); if (rank < NR * 0.95) rank++
              printf "| %s | %d | %d | %d | %d | %d |\n", label, NR, v[1], v[int((NR + 1) / 2)], v[rank], v[NR] }'
}

echo "| Flink $(flink_version) with a spare TaskManager | kills | all RUNNING: min (ms) | median | p95 | max |"
echo "|---|---|---|---|---|---|"
measure "defaults"
measure "heartbeats each 500 ms for 2 s, restart without delay" \
    "heartbeat.interval: 500" "heartbeat.timeout: 2000" "heartbeat.rpc-failure-threshold: 1" \
    "restart-strategy.type: fixed-delay" "restart-strategy.fixed-delay.attempts: 1000000" "restart-strategy.fixed-delay.delay: 0 s"
