# Common to the benchmarks of this folder, which source it. They need a built distribution and a local Hadoop:
#   mvn -DskipTests package && bin/local-hadoop.sh start && eval "$(bin/local-hadoop.sh env)"

set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
jobs_jar=("$root"/integration-tests/target/integration-tests-*-tests.jar)
work="$(mktemp -d)"
application=""

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

[[ -n ${HADOOP_CONF_DIR:-} ]] || die "HADOOP_CONF_DIR is not set. Start a local Hadoop, then: eval \"\$(bin/local-hadoop.sh env)\""
[[ -f ${jobs_jar[0]} ]] || die "There are no benchmark jobs. Run 'mvn -DskipTests package' first."
jobs_jar=${jobs_jar[0]}

clean_up() {
    [[ -n $application ]] && stop_session || true
    rm -rf "$work"
}
trap clean_up EXIT

# Runs a program of the test jar, with the classes of the distribution.
java_program() {
    local home=("$root"/dist/target/holdfast-*/)
    java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp "$jobs_jar:${home[0]}lib/*:$HADOOP_CONF_DIR" "$@"
}

millis() {
    date +%s%3N
}

# Starts a session with the given options and sets application.
start_session() {
    "$root/bin/yarn-session.sh" -d "$@" >"$work/session.out" 2>&1 || { cat "$work/session.out" >&2; die "no session"; }
    application=$(grep -o 'application_[0-9]*_[0-9]*' "$work/session.out" | tail -n 1)
    rest=$(sed -n 's/^JobManager Web Interface: //p' "$work/session.out")
}

# Waits until the processes of the session have made their class data archives, which they do once, ten seconds after
# their start, as soon as the processor has nothing else to do.
await_class_data() {
    local pid tries
    for pid in $(session_pids ApplicationMaster) $(session_pids TaskManagerMain); do
        local file
        file=$(tr '\0' '\n' <"/proc/$pid/cmdline" | sed -n 's/^-XX:SharedArchiveFile=//p')
        for ((tries = 0; tries < 120; tries++)); do
            [[ -e $file ]] && break
            sleep 1
        done
        [[ -e $file ]] || die "no class data archive at $file after 120 s"
    done
}

stop_session() {
    echo stop | "$root/bin/yarn-session.sh" -id "$application" >"$work/stop.out" 2>&1 || cat "$work/stop.out" >&2
    application=""
}

# keyed_count RECORDS KEYS [OPTION...]: runs the keyed count at parallelism 2 in the session, with these options of
# "holdfast run"; prints the job's runtime in milliseconds, from its acceptance to its end.
keyed_count() {
    local records=$1 keys=$2
    shift 2
    "$root/bin/holdfast" run -p 2 "$@" -c org.holdfast.testjobs.KeyedCountBenchmark "$jobs_jar" \
        --keys "$keys" --records "$records" >"$work/run.out" 2>&1 || { cat "$work/run.out" >&2; die "the job failed"; }
    sed -n 's/^Job Runtime: \([0-9]*\) ms$/\1/p' "$work/run.out"
}

# warm_up COMMAND: a run of a keyed count that is not counted; the first one in a JVM is mostly about its start.
warm_up() {
    "$1" 10000000 1000 >/dev/null
}

# Prints the pids of this session's Java processes whose main class matches.
session_pids() {
    local class=$1 pid
    for pid in $(pgrep -f "$class" || true); do
        if [[ $(cat "/proc/$pid/comm" 2>/dev/null) == java ]] &&
            readlink "/proc/$pid/cwd" | grep -q "${application#application_}"; then
            echo "$pid"
        fi
    done
}

# Prints the largest resident set, in MB, that the pid has now ("now") or ever had ("peak").
resident() {
    local field=VmRSS
    [[ $2 == peak ]] && field=VmHWM
    awk -v field="$field:" '$1 == field { printf "%d\n", $2 / 1024 }' "/proc/$1/status"
}

# Reads numbers, prints minimum, median and maximum.
summary() {
    sort -n | awk '{ v[NR] = $1 } END { if (NR) printf "%d / %d / %d", v[1], (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, v[NR] }'
}
