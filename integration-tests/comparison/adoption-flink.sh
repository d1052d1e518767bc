#!/usr/bin/env bash
# What ../faults/adoption.sh does, side by side on Holdfast and on Flink, on the same local Hadoop: kill -9 of the
# ApplicationMaster under a keyed job at parallelism 4, 20,000 records/s, a checkpoint every second, high availability with
# ZooKeeper and HDFS. Flink as YARN's session, with its defaults and tuned. Each job measures itself where it puts records
# out. Holdfast's writes them to HDFS, exactly once; Flink's drops them. Prints a Markdown table.
# Usage: integration-tests/comparison/adoption-flink.sh [KILLS]      (default: 3, of each)
# The local Hadoop needs more attempts than there are kills: bin/local-hadoop.sh start --max-attempts 1000
source "$(dirname "${BASH_SOURCE[0]}")/../benchmarks/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/flink.sh"
kills=${1:-3}
[[ $kills =~ ^[1-9][0-9]{0,3}$ ]] || die "KILLS is '$kills' (expected: a whole number)"
[[ -n ${HOLDFAST_ZOOKEEPER:-} ]] || die "HOLDFAST_ZOOKEEPER is not set. eval \"\$(bin/local-hadoop.sh env)\""
readonly RATE=20000
build_flink

holdfast_row() {
    local znode=/holdfast-adoption job
    mkdir "$work/holdfast-job"
    start_session -n 2 -s 2 -jm 768 -tm 1024 \
        -Dhigh-availability=zookeeper \
        "-Dhigh-availability.zookeeper.quorum=$HOLDFAST_ZOOKEEPER" \
        "-Dhigh-availability.zookeeper.path.root=$znode" \
        -Dhigh-availability.storageDir=hdfs:///holdfast/ha \
        -Dyarn.application-attempts=$((kills + 1))
    job=$("$root/bin/holdfast" run -d -yid "$application" -p 4 \
        -Dexecution.checkpointing.interval=1s \
        -Drestart-strategy=fixed-delay \
        -Drestart-strategy.fixed-delay.attempts=1000000 \
        -Drestart-strategy.fixed-delay.delay=0s \
        -c org.holdfast.selfcheck.MeteredJob "$jobs_jar" \
        --folder "$work/holdfast-job" --output "/adoption/$application" --rate "$RATE" 2>&1 |
        sed -n 's/^Job has been submitted with JobID //p')
    [[ -n $job ]] || die "the job was not accepted"
    await_class_data
    java_program org.holdfast.adoption.AdoptionMain --zookeeper "$HOLDFAST_ZOOKEEPER" --root "$znode" \
        --cluster "$application" --job "$job" --folder "$work/holdfast-job" --output "/adoption/$application" \
        --rate "$RATE" --kills "$kills" --label Holdfast
    stop_session
}

# The ResourceManager's web pages, which lead to each application's.
resourcemanager_web() {
    "$root/bin/local-hadoop.sh" status | sed -n 's/^ *web pages *//p'
}

# flink_on_yarn COMMAND...: Flink's client, with its configuration in $conf.
flink_on_yarn() {
    FLINK_CONF_DIR=$conf FLINK_LIB_DIR=$comparison/target/lib java "${flink_jvm[@]}" -Xmx256m \
        -Dlog4j.configurationFile="$conf/log4j.properties" -Dlog.file="$conf/client.log" \
        -cp "$comparison/target/lib/*:$flink_jar:$HADOOP_CONF_DIR" "$@"
}

# flink_row NAME LABEL [SETTING...]: a session with these settings.
flink_row() {
    local name=$1 label=$2 web conf job
    shift 2
    conf=$work/$name
    mkdir "$conf" "$conf/client" "$conf/job"
    cp "$comparison/log4j2.properties" "$conf/log4j.properties"
    cat >"$conf/config.yaml" <<YAML
jobmanager.memory.process.size: 768m
taskmanager.numberOfTaskSlots: 2
taskmanager.cpu.cores: 1
taskmanager.memory.framework.heap.size: 64m
taskmanager.memory.framework.off-heap.size: 128m
taskmanager.memory.jvm-metaspace.size: 256m
taskmanager.memory.jvm-overhead.min: 192m
taskmanager.memory.jvm-overhead.max: 192m
taskmanager.memory.task.heap.size: 448m
taskmanager.memory.task.off-heap.size: 0m
taskmanager.memory.managed.size: 0m
taskmanager.memory.network.min: 128m
taskmanager.memory.network.max: 128m
high-availability.type: zookeeper
high-availability.zookeeper.quorum: $HOLDFAST_ZOOKEEPER
high-availability.zookeeper.path.root: /flink-$name
high-availability.storageDir: hdfs:///flink/$name
yarn.application-attempts: $((kills + 2))
yarn.flink-dist-jar: $(compgen -G "$comparison/target/lib/flink-runtime-*.jar")
YAML
    (($# == 0)) || printf '%s\n' "$@" >>"$conf/config.yaml"
    flink_on_yarn org.apache.flink.yarn.cli.FlinkYarnSessionCli -d -nm "$name" >"$conf/session.out" 2>&1 ||
        { tail -n 30 "$conf/session.out" >&2; die "no Flink session"; }
    # it tells its log rather than its user
    read -r web flink_application <<<"$(cat "$conf/session.out" "$conf/client.log" |
        sed -n "s/.*Found Web Interface \([^ ]*\) of application '\([^']*\)'.*/\1 \2/p" | tail -n 1)"
    [[ -n $flink_application && -n $web ]] || { tail -n 30 "$conf/session.out" "$conf/client.log" >&2; die "no Flink session"; }
    cat >"$conf/client/config.yaml" <<YAML
rest.address: ${web%:*}
rest.port: ${web##*:}
state.backend.type: hashmap
execution.checkpointing.interval: 1 s
execution.checkpointing.dir: hdfs:///flink/$name-checkpoints
execution.checkpointing.storage: filesystem
YAML
    flink_on_yarn org.holdfast.comparison.MeteredCount "$conf/client" "$flink_jar" "$conf/job" "$RATE" \
        >"$conf/run.out" 2>&1 || { tail -n 30 "$conf/run.out" >&2; die "the Flink job was not accepted"; }
    job=$(sed -n 's/^JobID //p' "$conf/run.out")
    java_program org.holdfast.adoption.FlinkMain --proxy "$(resourcemanager_web)/proxy/$flink_application" \
        --application "$flink_application" --job "$job" --folder "$conf/job" --kills "$kills" --label "$label"
    kill_application
}

kill_application() {
    java_program org.apache.hadoop.yarn.client.cli.ApplicationCLI application -kill "$flink_application" \
        >"$work/kill.out" 2>&1 || cat "$work/kill.out" >&2
    flink_application=""
}

flink_application=""
trap '[[ -z $flink_application ]] || kill_application; clean_up' EXIT
holdfast_row >"$work/rows"
flink_row flink-defaults "Flink $(flink_version), defaults" >>"$work/rows"
flink_row flink-tuned "Flink $(flink_version), tuned" \
    "heartbeat.interval: 500" "heartbeat.timeout: 2000" "heartbeat.rpc-failure-threshold: 1" \
    "high-availability.zookeeper.client.session-timeout: 4000" \
    "restart-strategy.type: fixed-delay" "restart-strategy.fixed-delay.attempts: 1000000" \
    "restart-strategy.fixed-delay.delay: 0 s" >>"$work/rows"
echo "| system | kills | longest time without a new record from a subtask (ms): median / max | records processed again | longest time without any (ms) | first checkpoint after (ms) | attempts started, all kills | TaskManagers gone |"
echo "|---|---|---|---|---|---|---|---|"
cat "$work/rows"
