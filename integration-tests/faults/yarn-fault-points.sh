#!/usr/bin/env bash
# Lets the ApplicationMaster of a highly available session die once at each of some fault points, on a running local Hadoop,
# and checks that its next attempt goes on. Prints a Markdown table; exits with 1 if a row says otherwise.
# Usage: integration-tests/faults/yarn-fault-points.sh [POINT...]     (default: S2 S5 S8 U5 C6 C7 X2 X5 X10 X11)
source "$(dirname "${BASH_SOURCE[0]}")/../benchmarks/common.sh"
[[ -n ${HOLDFAST_ZOOKEEPER:-} ]] || die "HOLDFAST_ZOOKEEPER is not set. eval \"\$(bin/local-hadoop.sh env)\""
points=("$@")
((${#points[@]})) || points=(S2 S5 S8 U5 C6 C7 X2 X5 X10 X11)
ha=(-Dhigh-availability=zookeeper "-Dhigh-availability.zookeeper.quorum=$HOLDFAST_ZOOKEEPER"
    -Dhigh-availability.storageDir=hdfs:///holdfast/ha)
holdfast="$root/bin/holdfast"
failed=0

# await TEXT COUNT: waits until "holdfast list -a" has so many lines with the text.
await() {
    local tries
    for ((tries = 0; tries < 60; tries++)); do
        [[ $("$holdfast" list -a 2>/dev/null | grep -c "$1") == "$2" ]] && return 0
        sleep 0.5
    done
    return 1
}

# inspect CLUSTER: sets inspected to the verdict. A file that was written and never committed is removed by the next leader two
# minutes after it has begun.
inspect() {
    local tries
    for ((tries = 0; tries < 18; tries++)); do
        if inspected=$("$holdfast" ha inspect -yid "$1" "${ha[@]}" 2>&1); then
            inspected=$(tail -n 1 <<<"$inspected")
            return 0
        fi
        sleep 10
    done
    inspected=$(tail -n 1 <<<"$inspected")
    return 1
}

echo "| point | died there | then | ha inspect |"
echo "|---|---|---|---|"
for point in "${points[@]}"; do
    once="$work/once.$point"
    start_session -n 1 -s 2 -jm 768 -tm 1024 "${ha[@]}" -Dyarn.application-attempts=4 \
        -Dexecution.checkpointing.interval=1s \
        "-Denv.java.opts.jobmanager=-Dholdfast.fault-point=$point -Dholdfast.fault-point.once=$once"
    this=$application
    job=$("$holdfast" run -d -p 2 -c org.holdfast.testjobs.EndlessCount "$jobs_jar" --rate 20000 2>&1 |
        sed -n 's/^Job has been submitted with JobID //p')
    then="the job is not RUNNING"
    if await RUNNING 1; then
        then="RUNNING once"
        # a checkpoint or two, at which the process may die, and run again
        sleep 3
        await RUNNING 1 || then="the job runs no more"
    fi
    if [[ $point == X* ]]; then
        # who dies before the intent is durable has not acknowledged it, and is asked again
        for _ in {1..20}; do
            "$holdfast" cancel "$job" >"$work/cancel.out" 2>&1 && break
            sleep 1
        done
        if await CANCELED 1; then then="CANCELED once"; else then="not CANCELED"; fi
    fi
    if [[ $point == X1? ]]; then
        stop_session
        inspected="the session has ended"
    else
        inspect "$this" || failed=1
        stop_session
    fi
    died=yes
    [[ -e $once ]] || { died=NO; failed=1; }
    [[ $then == *once ]] || failed=1
    echo "| $point | $died | $then | $inspected |"
done
exit "$failed"
