#!/usr/bin/env bash
# Has the ApplicationMaster of a highly available session fail while something else fails, too, and checks what became of
# the job that runs.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: adoption-scenarios.sh [SCENARIO...]

Starts a local Hadoop and a ZooKeeper of its own. Then, for each scenario, starts a session with a
job like adoption.sh's, has its ApplicationMaster fail, and checks what became of the job's tasks,
of its TaskManagers, of its pace, and, in the end, of its committed output. Prints a Markdown table.

  kill              the ApplicationMaster is killed with -9, and nothing else fails
  taskmanager       a TaskManager is killed during the outage
  task-fails        a task fails during the outage
  again-at-POINT    the next ApplicationMaster dies at a fault point of its recovery:
                    S9, A4, A5, A6, or, when a task has failed, S10
  stop              the ApplicationMaster is stopped until its session is over, and goes on
  zookeeper         ZooKeeper is killed, and comes back after 10 s
  resourcemanager   the ResourceManager is stopped, and comes back after 10 s
  bounded           the job comes to its end during the outage

  --help            this text

Without a SCENARIO: all of them. Needs 'mvn -DskipTests package'. Exit codes: 0 all is as demanded,
1 something is not, 2 wrong argument, or the run itself went wrong.
TEXT
}

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

for scenario in "$@"; do
    case $scenario in
        -h | --help)
            usage
            exit 0
            ;;
        -*) die "unknown option '$scenario'. See --help." ;;
    esac
done

home=("$root"/dist/target/holdfast-*/)
tests=("$root"/integration-tests/target/integration-tests-*-tests.jar)
[[ -d ${home[0]} && -f ${tests[0]} ]] || die "Holdfast is not built. Run 'mvn -DskipTests package' first."

work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-adoption.XXXXXX")
clean_up() {
    local status=$?
    trap - EXIT
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
export HOLDFAST_LOG_DIR=$work/log

# Our own jar first: its copy of Hadoop's web pages is what makes the start quick.
opt=${home[0]}opt/local-hadoop
class_path=$(echo "$opt"/holdfast-integration-tests-*.jar):${tests[0]}:$opt/*:${home[0]}lib/*
cd "$work"
java -Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -Dlog4j2.configurationFile=local-hadoop-log4j2.properties -Dholdfast.local-hadoop.log="$work/run.log" \
    -cp "$class_path" org.holdfast.adoption.ScenariosMain "$work" "$root/bin" "${tests[0]}" "$@" 2>"$work/stderr" || {
    status=$?
    ((status == 1)) || cat "$work/stderr" >&2
    exit "$((status == 1 ? 1 : 2))"
}
