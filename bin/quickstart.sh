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
        # Its containers end with it, the session's among them.
        "$bin/local-hadoop.sh" stop || code=1
    fi
    rm -rf "$work"
    exit "$code"
}

# --- the way -------------------------------------------------------------------------------------

build() {
    local maven=$HOLDFAST_ROOT/mvnw
    [[ -x $maven ]] || maven=$(command -v mvn) || die 1 "Holdfast must be built first and there is no Maven. Install it."
    step "Building Holdfast (once; minutes if Maven has to fetch much)"
    (cd "$HOLDFAST_ROOT" && "$maven" -B -q -DskipTests package) || die 1 "the build failed, see above."
}

# What is kept is the user's usual local Hadoop and session; otherwise both are throw-aways that touch nothing else.
start_hadoop() {
    step "Starting a local Hadoop"
    if [[ -z $keep ]]; then
        export HOLDFAST_LOCAL_HADOOP_DIR=$work/hadoop
        session_file=("-Dyarn.properties-file.location=$work")
    fi
    "$bin/local-hadoop.sh" status >/dev/null || hadoop_is_ours=yes
    "$bin/local-hadoop.sh" start
    eval "$("$bin/local-hadoop.sh" env)"
}

start_session() {
    step "Starting a session with two TaskManagers on YARN"
    "$bin/yarn-session.sh" -d -n 2 -s 1 -nm "Holdfast quickstart" "${session_file[@]}" | tee "$work/session"
}

put_text() {
    local i
    step "Putting text on HDFS: ${#files[@]} files"
    mkdir "$work/input"
    # Numbered, because two files in different folders may have the same name.
    for i in "${!files[@]}"; do
        ln -s "${files[i]}" "$work/input/$i-$(basename "${files[i]}")"
    done
    "$bin/local-hadoop.sh" fs -put "$work/input" "$folder-input"
}

count_words() {
    step "Counting words"
    "$bin/holdfast" run -p 2 "${session_file[@]}" \
        "$HOLDFAST_HOME/examples/WordCount.jar" --input "$folder-input" --output "$folder-counts"
}

show_result() {
    step "The ten most frequent words"
    "$bin/local-hadoop.sh" fs -cat "$folder-counts/part-*" >"$work/counts"
    # Sorted into a file: sort would complain if head closed a pipe on it.
    LC_ALL=C sort -t $'\t' -k2,2nr -k1,1 "$work/counts" >"$work/sorted"
    head -n 10 "$work/sorted" | awk -F '\t' '{ printf "%10d  %s\n", $2, $1 }'

    step "Where it is"
    echo "  result           $folder-counts on the local Hadoop's HDFS, $(wc -l <"$work/counts") words"
    echo "  JobManager       $(sed -n 's/^JobManager Web Interface: //p' "$work/session")"
    echo "  ResourceManager  $("$bin/local-hadoop.sh" status | sed -n 's/^ *web pages *//p')"
    if [[ -n $keep ]]; then
        echo "All of it is kept. To use it:  eval \"\$($bin/local-hadoop.sh env)\""
        echo "To stop all of it:             $bin/local-hadoop.sh stop"
    else
        echo "With --keep all of it stays up to look around."
    fi
}

find_home || build
require_home
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-quickstart.XXXXXX")
folder=/tmp/$(basename "$work")
session_file=()
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
start_hadoop
start_session
put_text
count_words
show_result
succeeded=yes
