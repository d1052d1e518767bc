#!/usr/bin/env bash
# Hits every fault point of a JobManager on a real ZooKeeper and HDFS, and checks what is there afterwards.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: fault-points.sh [CELL ...]

Starts a ZooKeeper server, HDFS and two TaskManagers. Then, cell by cell, brings a JobManager to a
fault point with a self-checking job, kills it there (or stops it until its session is over and
another one leads, and lets it go on), has the next JobManager take over, and checks the invariants
that docs/operations.md names. Prints a line for each cell.

  CELL      only these, such as 'C6 KILL' or 'U4 STOP' (default: all 74)
  --help    this text

Needs 'mvn -DskipTests package'. Exit codes: 0 all invariants hold, 1 one does not or a point was
not reached, 2 wrong argument, or the run itself went wrong.
TEXT
}

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

for cell in "$@"; do
    case $cell in
        -h | --help)
            usage
            exit 0
            ;;
        [ASUCX][0-9]*\ KILL | [ASUCX][0-9]*\ STOP) ;;
        *) die "'$cell' is no cell (expected: such as 'C6 KILL'). See --help." ;;
    esac
done

home=("$root"/dist/target/holdfast-*/)
tests=("$root"/integration-tests/target/integration-tests-*-tests.jar)
[[ -d ${home[0]} && -f ${tests[0]} ]] || die "Holdfast is not built. Run 'mvn -DskipTests package' first."

work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-fault-points.XXXXXX")
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

# Our own jar first: its copy of Hadoop's web pages is what makes the start quick.
opt=${home[0]}opt/local-hadoop
class_path=$(echo "$opt"/holdfast-integration-tests-*.jar):${tests[0]}:$opt/*:${home[0]}lib/*
cd "$work"
java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$class_path" \
    org.holdfast.faults.FaultCellsMain "$work/cells" "$@" 2>"$work/stderr" || {
    status=$?
    ((status == 1)) || cat "$work/stderr" >&2
    exit "$((status == 1 ? 1 : 2))"
}
