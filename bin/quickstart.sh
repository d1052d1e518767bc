#!/usr/bin/env bash
# From nothing to counted words on YARN, in one command.
. "$(dirname "$(readlink -f "$0")")/config.sh"

usage() {
    cat <<'TEXT'
Usage: quickstart.sh [--keep] [FILE...]

Builds Holdfast if that has not been done, starts a local Hadoop, a session with two TaskManagers
on its YARN, puts text on its HDFS, counts the words with the WordCount example, prints the ten
most frequent, and stops everything again.

  FILE...   text to count (default: Holdfast's own documents)
  --keep    leaves Hadoop, session and result up, to look around and to run more jobs
  --help    this text

Needs Java 17 or later; to build, Maven, and Maven Central for what it has not fetched before.
Exit codes: 0 done, 2 wrong option or file, 1 anything else.
TEXT
}

step() {
    printf '\n== %s\n' "$*"
}

# --- the command line ----------------------------------------------------------------------------

keep=
files=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --keep) keep=yes ;;
        --)
            shift
            files+=("$@")
            break
            ;;
        -*) die 2 "unknown option '$1'. See --help." ;;
        *) files+=("$1") ;;
    esac
    shift
done
if [[ ${#files[@]} -eq 0 ]]; then
    shopt -s nullglob
    files=("$HOLDFAST_ROOT"/README.md "$HOLDFAST_ROOT"/LICENSE "$HOLDFAST_ROOT"/docs/*.md "$HOLDFAST_ROOT"/docs/*/*.md)
    shopt -u nullglob
fi
for i in "${!files[@]}"; do
    [[ -f ${files[i]} && -r ${files[i]} ]] || die 2 "'${files[i]}' is no file that can be read."
    files[i]=$(realpath -- "${files[i]}")
done

# --- what is cleaned up --------------------------------------------------------------------------

bin=$HOLDFAST_ROOT/bin
work=
hadoop_is_ours=
succeeded=

clean_up() {
    local code=$?
    trap - EXIT
    trap '' INT TERM
    if [[ -n $hadoop_is_ours && (-z $keep || -z $succeeded) ]]; then
        step "Stopping everything"
        # Its containers end with it, the session among them.
        "$bin/local-hadoop.sh" stop ${work:+--remove} || code=1
    fi
    [[ -z $work ]] || rm -rf "$work"
    exit "$code"
}

# --- the way -------------------------------------------------------------------------------------

build() {
    local maven=$HOLDFAST_ROOT/mvnw
    [[ -x $maven ]] || maven=$(command -v mvn) || die 1 "Holdfast must be built first and there is no Maven. Install it."
    step "Building Holdfast (once)"
    (cd "$HOLDFAST_ROOT" && "$maven" -B -q -DskipTests package) || die 1 "the build failed, see above."
}

# A cluster that is kept is the user's usual one; otherwise it is a throw-away that touches nothing else.
start_hadoop() {
    if [[ -z $keep ]]; then
        work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-quickstart.XXXXXX")
        export HOLDFAST_LOCAL_HADOOP_DIR=$work/hadoop
        session_file=("-Dyarn.properties-file.location=$work")
    fi
    step "Starting a local Hadoop"
    "$bin/local-hadoop.sh" status >/dev/null || hadoop_is_ours=yes
    "$bin/local-hadoop.sh" start
    eval "$("$bin/local-hadoop.sh" env)"
}

run() {
    local folder
    folder=/quickstart/$(date +%Y%m%d-%H%M%S)-$$
    step "Starting a session with two TaskManagers on YARN"
    "$bin/yarn-session.sh" -d -n 2 -s 1 -nm "Holdfast quickstart" "${session_file[@]}"

    step "Putting ${#files[@]} files on HDFS"
    "$bin/local-hadoop.sh" fs -mkdir -p "$folder/input"
    "$bin/local-hadoop.sh" fs -put "${files[@]}" "$folder/input"

    step "Counting words"
    "$bin/holdfast" run -p 2 "${session_file[@]}" \
        "$HOLDFAST_HOME/examples/WordCount.jar" --input "$folder/input" --output "$folder/counts"

    step "The ten most frequent words"
    # All of it is read before head ends, so that nobody writes into a closed pipe.
    "$bin/local-hadoop.sh" fs -cat "$folder/counts/*" | sort -k2,2nr -k1,1 >"${TMPDIR:-/tmp}/holdfast-quickstart-$$"
    head -n 10 "${TMPDIR:-/tmp}/holdfast-quickstart-$$"
    rm -f "${TMPDIR:-/tmp}/holdfast-quickstart-$$"
}

session_file=()
find_home || build
require_home
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
start_hadoop
run
succeeded=yes
