# Common to the runs of this folder that kill processes of a session, which source it. They define usage() and
# kills_default before, and call read_options "$@", start_hadoop [OPTION...], start_session [OPTION...] and run_kills.

set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

# Sets kills, seed, and options: what KillsMain is told besides.
read_options() {
    kills=$kills_default
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
    [[ $kills =~ ^[0-9]{1,6}$ && $seed =~ ^[0-9]{1,18}$ ]] ||
        die "KILLS and --seed take whole numbers, not '$kills' and '$seed'."
}

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

# Starts a local Hadoop of its own, in a folder that is removed when all went well.
start_hadoop() {
    home=("$root"/dist/target/holdfast-*/lib)
    jar=("$root"/integration-tests/target/integration-tests-*-tests.jar)
    [[ -d ${home[0]} && -f ${jar[0]} ]] || die "Holdfast is not built. Run 'mvn -DskipTests package' first."
    work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-kills.XXXXXX")
    export HOLDFAST_LOCAL_HADOOP_DIR=$work/hadoop HOLDFAST_LOG_DIR=$work/log
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    "$root/bin/local-hadoop.sh" start "$@" >"$work/start.out" 2>&1 || { cat "$work/start.out" >&2; die "no local Hadoop."; }
    eval "$("$root/bin/local-hadoop.sh" env)"
}

# Starts a session of four TaskManagers and sets application and rest.
start_session() {
    "$root/bin/yarn-session.sh" -d -n 4 -s 1 -jm 512 -tm 512 -nm "$(basename "$0" .sh)" \
        "-Dyarn.properties-file.location=$work" "$@" >"$work/session.out" 2>&1 ||
        { cat "$work/session.out" >&2; die "no session."; }
    application=$(grep -o 'application_[0-9]*_[0-9]*' "$work/session.out" | tail -n 1)
    rest=$(sed -n 's/^JobManager Web Interface: //p' "$work/session.out")
}

# run_kills [ARGUMENT...]: kills, and prints the verdict.
run_kills() {
    java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp "${jar[0]}:${home[0]}/*:$HADOOP_CONF_DIR" \
        org.holdfast.faults.KillsMain "$@" --holdfast "$root/bin/holdfast" --session "$work" \
        --jar "${jar[0]}" --output "/$(basename "$0" .sh)" --kills "$kills" --seed "$seed" "${options[@]}" |
        tee "$work/run.out"
}
