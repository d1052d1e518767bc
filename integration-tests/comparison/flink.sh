# A Flink standalone cluster of real processes, for the comparisons of this folder, which source this after common.sh.
# Its jars come from Maven Central: see pom.xml.

comparison="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
flink_pids=()
flink_rest=""

# What Flink's own config.yaml gives every JVM (env.java.opts.all), and the collector its taskmanager.sh chooses.
flink_jvm=(-XX:+UseG1GC)
for package in java.lang java.net java.io java.nio sun.nio.ch java.lang.reflect java.text java.time java.util \
    java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks; do
    flink_jvm+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

build_flink() {
    "${MAVEN:-mvn}" -B -q -f "$comparison/pom.xml" package || die "the Flink job was not built"
    flink_jar=$(compgen -G "$comparison/target/flink-keyed-count-*.jar")
}

free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

# start_flink_process NAME HEAP_MB MAIN ARGUMENT...
start_flink_process() {
    local name=$1 heap=$2
    shift 2
    java "${flink_jvm[@]}" "-Xmx${heap}m" -XX:MaxMetaspaceSize=256m -XX:MaxDirectMemorySize=512m \
        -Dlog4j.configurationFile="$comparison/log4j2.properties" -Dlog.file="$work/$name.log" \
        -cp "$comparison/target/lib/*" "$@" >"$work/$name.out" 2>&1 &
    flink_pids+=($!)
    # the shell is not to report that it was killed
    disown
}

# start_flink_taskmanager NAME HEAP_MB
start_flink_taskmanager() {
    start_flink_process "$1" "$2" org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
        --configDir "$work/flink" -D "taskmanager.resource-id=$1"
}

# start_flink TASKMANAGERS HEAP_MB [SETTING...]: one slot each, TaskManagers with this heap, all of it for the job. A
# setting is a line for config.yaml.
start_flink() {
    local taskmanagers=$1 heap=$2 rest_port rpc_port i pid
    shift 2
    rest_port=$(free_port)
    rpc_port=$(free_port)
    flink_rest=http://localhost:$rest_port
    mkdir -p "$work/flink"
    cat >"$work/flink/config.yaml" <<YAML
jobmanager.rpc.address: localhost
jobmanager.rpc.port: $rpc_port
jobmanager.memory.process.size: 768m
rest.address: localhost
rest.port: $rest_port
io.tmp.dirs: $work/flink
taskmanager.host: localhost
taskmanager.numberOfTaskSlots: 1
taskmanager.cpu.cores: 1
taskmanager.memory.framework.heap.size: 64m
taskmanager.memory.framework.off-heap.size: 128m
taskmanager.memory.jvm-metaspace.size: 256m
taskmanager.memory.jvm-overhead.min: 192m
taskmanager.memory.jvm-overhead.max: 192m
taskmanager.memory.task.heap.size: $((heap - 64))m
taskmanager.memory.task.off-heap.size: 0m
taskmanager.memory.managed.size: 0m
taskmanager.memory.network.min: 128m
taskmanager.memory.network.max: 128m
state.backend.type: hashmap
execution.checkpointing.interval: 1 s
execution.checkpointing.dir: file://$work/flink/checkpoints
execution.checkpointing.storage: filesystem
YAML
    (($# == 0)) || printf '%s\n' "$@" >>"$work/flink/config.yaml"
    start_flink_process flink-jobmanager 448 \
        org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$work/flink"
    for i in $(seq "$taskmanagers"); do
        start_flink_taskmanager "flink-taskmanager-$i" "$heap"
    done
    for _ in $(seq 600); do
        [[ $(flink_taskmanagers) == "$taskmanagers" ]] && return
        for pid in "${flink_pids[@]}"; do
            kill -0 "$pid" 2>/dev/null || break 2
        done
        sleep 0.1
    done
    tail -n 5 "$work"/flink-*.{log,out} >&2
    die "Flink did not start"
}

flink_taskmanagers() {
    curl -sf "$flink_rest/taskmanagers" | jq '.taskmanagers | length'
}

# flink_checkpoints JOB: how many it has completed.
flink_checkpoints() {
    curl -sf "$flink_rest/jobs/$1/checkpoints" | jq '.counts.completed'
}

# run_flink_job CLASS ARGUMENT...: what it prints is in flink-run.out afterwards.
run_flink_job() {
    local class=$1
    shift
    java "${flink_jvm[@]}" -Dlog4j.configurationFile="$comparison/log4j2.properties" -Dlog.file="$work/flink-client.log" \
        -cp "$comparison/target/lib/*:$flink_jar" "org.holdfast.comparison.$class" \
        "$work/flink" "$flink_jar" "$@" >"$work/flink-run.out" 2>&1 ||
        { cat "$work/flink-run.out" >&2; die "the Flink job failed"; }
}

# flink_keyed_count RECORDS KEYS: prints the job's runtime in milliseconds.
flink_keyed_count() {
    local job
    run_flink_job KeyedCount "$1" "$2" 2
    job=$(sed -n 's/^JobID //p' "$work/flink-run.out")
    (($(flink_checkpoints "$job") > 0)) || die "Flink took no checkpoints"
    sed -n 's/^Job Runtime: \([0-9]*\) ms$/\1/p' "$work/flink-run.out"
}

flink_version() {
    basename "$comparison"/target/lib/flink-runtime-*.jar .jar | sed 's/flink-runtime-//'
}

stop_flink() {
    ((${#flink_pids[@]})) || return 0
    kill "${flink_pids[@]}" 2>/dev/null || true
    for _ in $(seq 100); do
        kill -0 "${flink_pids[@]}" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "${flink_pids[@]}" 2>/dev/null || true
    flink_pids=()
}

trap 'stop_flink; clean_up' EXIT
