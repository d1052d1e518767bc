#!/usr/bin/env bash
# Runs the simulation of a whole cluster on more seeds than a build does, or replays one.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: simulate.sh FIRST COUNT
       simulate.sh --seed N [--trace]
       simulate.sh --model RUNS FAULTS [--standby]

Runs COUNT seeds from FIRST on, each with at least 20 faults that had an effect, and prints
violations with their seeds, and a table; with --seed only that one, with --trace all that happens
in it. Each third seed is for a standalone cluster, the others are for YARN. 100,000 seeds take
half an hour on two cores. With --model searches breadth first what can go wrong at each fault
point of a small cluster, FAULTS times in a run; with --standby of one without YARN, where a second
JobManager stands by.

  --help    this text

Needs 'mvn -DskipTests package'. Exit codes: 0 no invariant was violated, 1 one was, 2 wrong
argument, or the build is missing.
TEXT
}

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

main=SimulationMain
case ${1:-} in
    -h | --help)
        usage
        exit 0
        ;;
    --model)
        [[ ($# -eq 3 || $# -eq 4 && $4 == --standby) && $2 =~ ^[0-9]+$ && $3 =~ ^[0-9]+$ ]] ||
            die "expected --model RUNS FAULTS [--standby]. See --help."
        main=ModelMain
        shift
        ;;
    --seed) [[ $# -ge 2 && $2 =~ ^-?[0-9]+$ ]] || die "expected --seed N. See --help." ;;
    *) [[ $# -eq 2 && $1 =~ ^[0-9]+$ && $2 =~ ^[0-9]+$ ]] || die "expected FIRST COUNT. See --help." ;;
esac

home=("$root"/dist/target/holdfast-*/)
tests=$root/runtime/target/test-classes
[[ -d ${home[0]} && -d $tests ]] || die "Holdfast is not built. Run 'mvn -DskipTests package' first."

exec java -Xmx512m -XX:+UseSerialGC -Dlog4j2.level=OFF \
    -cp "$tests:${home[0]}lib/*:${home[0]}opt/local-hadoop/*" \
    org.holdfast.runtime.simulation.world.$main "$@"
