#!/usr/bin/env bash
# Runs the example of a standalone cluster with two JobManagers, on a copy of the distribution, and compares every line
# its commands print. Meanwhile kills -9 the JobManager that leads again and again, and starts it again as a standby, under
# a job like adoption.sh's, and demands the same of it. Prints a Markdown table.
# With --quorum: three JobManagers and three ZooKeeper servers; kills each of them once, and then two servers for a minute.
# Exit codes: 0 all is so, 1 something is not, 2 the run itself went wrong.
# Usage: integration-tests/faults/standalone.sh [KILLS | --quorum]     (default: 20)
# Needs 'mvn -DskipTests package', and the ports 2181 to 2183, 2888 to 2890, 3888 to 3890 and 8081 to 8083 of this machine.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

kills=${1:-20}
[[ $kills =~ ^([1-9][0-9]{0,4}|--quorum)$ ]] || die "KILLS is '$kills' (expected: a whole number, or --quorum)"
masters=(localhost:8081 localhost:8082)
servers=("server.0=localhost:2888:3888")
quorum=localhost:2181
if [[ $kills == --quorum ]]; then
    masters+=(localhost:8083)
    servers=("server.1=localhost:2888:3888;2181" "server.2=localhost:2889:3889;2182" "server.3=localhost:2890:3890;2183")
    quorum=localhost:2181,localhost:2182,localhost:2183
fi
rate=${HOLDFAST_RATE:-20000}

home=("$root"/dist/target/holdfast-*/)
jobs_jar=("$root"/integration-tests/target/integration-tests-*-tests.jar)
[[ -d ${home[0]} && -f ${jobs_jar[0]} ]] || die "Holdfast is not built. Run 'mvn -DskipTests package' first."
jobs_jar=${jobs_jar[0]}

work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-standalone.XXXXXX")
cluster=$work/distribution
# Also after a failure nothing is to be left behind.
clean_up() {
    local status=$?
    trap - EXIT
    "$cluster/bin/stop-cluster.sh" >/dev/null 2>&1 || true
    "$cluster/bin/stop-zookeeper-quorum.sh" >/dev/null 2>&1 || true
    if ((status == 0)); then
        rm -rf "$work"
    else
        echo "Logs: $work" >&2
    fi
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cp -r "${home[0]}" "$cluster"
export HOLDFAST_PID_DIR=$work/pid HOLDFAST_LOG_DIR=$work/log
unset HOLDFAST_CONF_DIR
mkdir "$work/job" "$work/pid" "$work/log"

cat >"$cluster/conf/flink-conf.yaml" <<YAML
high-availability: zookeeper
high-availability.zookeeper.quorum: $quorum
high-availability.zookeeper.path.root: /flink
high-availability.cluster-id: /cluster_one # important: customize per cluster
high-availability.storageDir: file://$work/recovery

high-availability.zookeeper.client.session-timeout: 4 s
taskmanager.numberOfTaskSlots: 2
jobmanager.memory.process.size: 768m
taskmanager.memory.process.size: 1024m
YAML
printf '%s\n' "${masters[@]}" >"$cluster/conf/masters"
printf '%s\n' localhost localhost >"$cluster/conf/workers"
printf '%s\n' "${servers[@]}" >"$cluster/conf/zoo.cfg"

differences=0
# Calls a script and compares what it prints with the standard input; process ids are N there.
transcript() {
    local wanted printed
    wanted=$(cat)
    printed=$("$cluster/bin/$1" 2>&1 | sed -E 's/pid: [0-9]+/pid: N/') || true
    if [[ $printed != "$wanted" ]]; then
        printf 'bin/%s printed:\n%s\nexpected:\n%s\n' "$1" "$printed" "$wanted" >&2
        differences=$((differences + 1))
    fi
}

# lines TEXT COUNT: the text, so many times
lines() {
    local i
    for ((i = 0; i < $2; i++)); do
        echo "$1"
    done
}

transcript start-zookeeper-quorum.sh < <(lines "Starting zookeeper daemon on host localhost." ${#servers[@]})
transcript start-cluster.sh < <(
    echo "Starting HA cluster with ${#masters[@]} masters and ${#servers[@]} peers in ZooKeeper quorum."
    lines "Starting standalonesession daemon on host localhost." ${#masters[@]}
    lines "Starting taskexecutor daemon on host localhost." 2
)
((differences == 0)) || exit 1

output=$work/output
job=$("$cluster/bin/holdfast" run -d -p 4 \
    -Dexecution.checkpointing.interval=1s \
    -Drestart-strategy=fixed-delay \
    -Drestart-strategy.fixed-delay.attempts=1000000 \
    -Drestart-strategy.fixed-delay.delay=0s \
    -c org.holdfast.selfcheck.MeteredJob "$jobs_jar" \
    --folder "$work/job" --output "file://$output" --rate "$rate" 2>&1 | tee "$work/run.out" |
    sed -n 's/^Job has been submitted with JobID //p')
[[ -n $job ]] || { cat "$work/run.out" >&2; die "the job was not accepted"; }
# Processes make their class data archives once, ten seconds after their start; that is not what is measured.
for ((tries = 0; tries < 120; tries++)); do
    compgen -G "$cluster/cache/standalonesession-*.jsa" >/dev/null &&
        compgen -G "$cluster/cache/taskexecutor-*.jsa" >/dev/null && break
    sleep 1
done
((tries < 120)) || die "no class data archives in $cluster/cache after 120 s"

program=(org.holdfast.adoption.AdoptionMain --kills "$kills")
[[ $kills == --quorum ]] && program=(org.holdfast.adoption.QuorumMain)
status=0
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp "$jobs_jar:$cluster/lib/*" \
    "${program[@]}" --zookeeper "$quorum" --root /flink --cluster cluster_one \
    --job "$job" --folder "$work/job" --output "file://$output" --rate "$rate" \
    --bin "$cluster/bin" --pids "$work/pid" || status=$?

transcript stop-cluster.sh < <(
    lines "Stopping taskexecutor daemon (pid: N) on localhost." 2
    lines "Stopping standalonesession daemon (pid: N) on host localhost." ${#masters[@]}
)
transcript stop-zookeeper-quorum.sh < <(lines "Stopping zookeeper daemon (pid: N) on host localhost." ${#servers[@]})
echo "Lines of the example that were not printed as they stand there: in $differences commands."
((differences == 0 && status == 0)) || exit "$((status == 2 ? 2 : 1))"
