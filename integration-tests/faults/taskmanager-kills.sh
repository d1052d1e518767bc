#!/usr/bin/env bash
# Proves exactly once: kills TaskManagers with -9 while self-checking jobs run, and checks what they committed.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: taskmanager-kills.sh [KILLS] [--seed N] [--option value ...]

Starts a local Hadoop and a session of four TaskManagers with one slot, runs a self-checking job
with a checkpoint every second, and kills -9 TaskManagers, one to all at once, at random moments,
until KILLS kills took effect. Then lets the job end and checks its committed output: each record
must be there once, in an unbroken chain of its key. Prints seed, faults and verdict.

  KILLS            how many processes are to be killed (default: 200)
  --seed N         decides moments and victims (default: the time of day)
  --records N      how many records a job makes (default: 10,000 for each kill)
  --rate N         how many in a second (default: 10000)
  --keys N         how many keys they have (default: 1000)
  --sink plain     uses a sink that is not exactly once: the verdict must then be BROKEN
  --help           this text

Needs 'mvn -DskipTests package'. Exit codes: 0 exactly once, 1 lost, duplicated or corrupt
records or a failed job, 2 wrong option, or the run itself went wrong.
TEXT
}

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

kills=200
seed=$(date +%s)
options=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --seed | --records | --rate | --keys | --sink)
            [[ -n ${2:-} ]] || die "$1 needs a value. See --help."
            if [[ $1 == --seed ]]; then seed=$2; else options+=("$1" "$2"); fi
            shift
            ;;
        [1-9]*) kills=$1 ;;
        *) die "unknown option '$1'. See --help." ;;
    esac
    shift
done
[[ $kills =~ ^[0-9]{1,6}$ && $seed =~ ^[0-9]{1,18}$ ]] || die "KILLS and --seed take whole numbers, not '$kills' and '$seed'."

home=("$root"/dist/target/holdfast-*/lib)
jar=("$root"/integration-tests/target/integration-tests-*-tests.jar)
[[ -d ${home[0]} && -f ${jar[0]} ]] || die "Holdfast is not built. Run 'mvn -DskipTests package' first."

work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-kills.XXXXXX")
export HOLDFAST_LOCAL_HADOOP_DIR=$work/hadoop HOLDFAST_LOG_DIR=$work/log

clean_up() {
    local status=$?
    trap - EXIT
    # Its containers end with it, the session's among them.
    "$root/bin/local-hadoop.sh" stop >"$work/stop.out" 2>&1 || { cat "$work/stop.out" >&2; status=2; }
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

"$root/bin/local-hadoop.sh" start >"$work/start.out" 2>&1 || { cat "$work/start.out" >&2; die "no local Hadoop."; }
eval "$("$root/bin/local-hadoop.sh" env)"
"$root/bin/yarn-session.sh" -d -n 4 -s 1 -jm 512 -tm 512 -nm taskmanager-kills \
    "-Dyarn.properties-file.location=$work" >"$work/session.out" 2>&1 || { cat "$work/session.out" >&2; die "no session."; }
rest=$(sed -n 's/^JobManager Web Interface: //p' "$work/session.out")

java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp "${jar[0]}:${home[0]}/*:$HADOOP_CONF_DIR" \
    org.holdfast.faults.TaskManagerKillsMain --rest "$rest" --holdfast "$root/bin/holdfast" --session "$work" \
    --jar "${jar[0]}" --output /taskmanager-kills --kills "$kills" --seed "$seed" "${options[@]}" |
    tee "$work/run.out"
