#!/usr/bin/env bash
# Kills -9 the ApplicationMaster of a highly available session again and again under a keyed job at parallelism 4 with a
# checkpoint every second, and checks that its tasks went on as if nothing had happened: the same execution attempts in the
# same processes, no record processed twice, at least 95% of the throughput, no gap above 100 ms between two outputs of a
# subtask, a checkpoint afterwards, and in the end an exact committed output. The job measures itself, in its sinks.
# Prints a Markdown table. Exit codes: 0 all is so, 1 something is not, 2 the run itself went wrong.
# Usage: integration-tests/faults/adoption.sh [KILLS]     (default: 50)
# The local Hadoop needs more attempts than there are kills: bin/local-hadoop.sh start --max-attempts 1000
source "$(dirname "${BASH_SOURCE[0]}")/../benchmarks/common.sh"
kills=${1:-50}
[[ $kills =~ ^[1-9][0-9]{0,4}$ ]] || die "KILLS is '$kills' (expected: a whole number)"
[[ -n ${HOLDFAST_ZOOKEEPER:-} ]] || die "HOLDFAST_ZOOKEEPER is not set. eval \"\$(bin/local-hadoop.sh env)\""
rate=${HOLDFAST_RATE:-20000}
znode=/holdfast-adoption

mkdir "$work/job"
start_session -n 2 -s 2 -jm 768 -tm 1024 \
    -Dhigh-availability=zookeeper \
    "-Dhigh-availability.zookeeper.quorum=$HOLDFAST_ZOOKEEPER" \
    "-Dhigh-availability.zookeeper.path.root=$znode" \
    -Dhigh-availability.storageDir=hdfs:///holdfast/ha \
    -Dyarn.application-attempts=$((kills + 1))
output=/adoption/$application
job=$("$root/bin/holdfast" run -d -yid "$application" -p 4 \
    -Dexecution.checkpointing.interval=1s \
    -Drestart-strategy=fixed-delay \
    -Drestart-strategy.fixed-delay.attempts=1000000 \
    -Drestart-strategy.fixed-delay.delay=0s \
    -c org.holdfast.selfcheck.MeteredJob "$jobs_jar" \
    --folder "$work/job" --output "$output" --rate "$rate" 2>&1 | tee "$work/run.out" |
    sed -n 's/^Job has been submitted with JobID //p')
[[ -n $job ]] || { cat "$work/run.out" >&2; die "the job was not accepted"; }
await_class_data
java_program org.holdfast.adoption.AdoptionMain --zookeeper "$HOLDFAST_ZOOKEEPER" --root "$znode" \
    --cluster "$application" --job "$job" --folder "$work/job" --output "$output" --rate "$rate" --kills "$kills"
