#!/usr/bin/env bash
# Kills -9 the ApplicationMaster of a highly available session that runs a keyed job, KILLS times, and measures from
# outside how long it takes until the next one serves, all tasks run again, and the next checkpoint is committed. Prints
# Markdown tables: those times, the new JobManager's own account, and what is left behind.
# Usage: integration-tests/benchmarks/jobmanager-failover.sh [KILLS]
# The local Hadoop needs more attempts than there are kills: bin/local-hadoop.sh start --max-attempts 1000
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
kills=${1:-20}
[[ $kills =~ ^[0-9]+$ ]] || die "KILLS is '$kills' (expected: a whole number)"
[[ -n ${HOLDFAST_ZOOKEEPER:-} ]] || die "HOLDFAST_ZOOKEEPER is not set. eval \"\$(bin/local-hadoop.sh env)\""

znode=/holdfast-failover
storage=hdfs:///holdfast/ha
checkpoints=hdfs:///holdfast/checkpoints
start_session -n 2 -s 1 -jm 768 -tm 1024 \
    -Dhigh-availability=zookeeper \
    "-Dhigh-availability.zookeeper.quorum=$HOLDFAST_ZOOKEEPER" \
    "-Dhigh-availability.zookeeper.path.root=$znode" \
    "-Dhigh-availability.storageDir=$storage" \
    -Dyarn.application-attempts=$((kills + 1))
job=$("$root/bin/holdfast" run -d -p 2 \
    -Dexecution.checkpointing.interval=1s \
    "-Dstate.checkpoints.dir=$checkpoints" \
    -Drestart-strategy=fixed-delay \
    -Drestart-strategy.fixed-delay.attempts=1000000 \
    -Drestart-strategy.fixed-delay.delay=0s \
    -c org.holdfast.testjobs.EndlessCount "$jobs_jar" --rate 100000 |
    sed -n 's/^Job has been submitted with JobID //p')
[[ -n $job ]] || die "the job was not accepted"
await_class_data
java_program org.holdfast.faults.JobManagerFailoverMain \
    --zookeeper "$HOLDFAST_ZOOKEEPER" --root "$znode" --cluster "$application" --application "$application" \
    --job "$job" --storage "$storage" --checkpoints "$checkpoints" --kills "$kills" ||
    die "the measurement failed; the logs of $application say more"
stop_session
