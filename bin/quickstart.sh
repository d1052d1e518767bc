#!/usr/bin/env bash
# From nothing to counted words on YARN, or to a JobManager that dies and nobody notices, in one command.
. "$(dirname "$(readlink -f "$0")")/config.sh"

usage() {
    cat <<'TEXT'
Usage: quickstart.sh [--keep] [FILE...]
       quickstart.sh [--keep] --failover

Builds Holdfast if that has not been done, starts a local Hadoop, a session with two TaskManagers
on its YARN, puts text on its HDFS, counts the words with the WordCount example, prints the ten
most frequent, and stops everything again.

With --failover the session is highly available and runs the StateMachine example, whose JobManager
is killed with -9. Shows how the next one takes over, how many tasks were restarted, and that the
result is the one of a run in which nothing happened.

  FILE...     text to count (default: Holdfast's own documents)
  --failover  kills a JobManager
  --keep      leaves Hadoop, session and result up, to look around and to run more jobs
  --help      this text

Needs Java 17 or later; to build, Maven, and Maven Central for what it has not fetched before.
Exit codes: 0 done, 2 wrong option or file, 1 anything else; with --failover also if a task was
restarted or the result is another one.
TEXT
}

step() {
    printf '\n== %s\n' "$*"
}

# --- the command line ----------------------------------------------------------------------------

keep=
failover=
files=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --keep) keep=yes ;;
        --failover) failover=yes ;;
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
[[ -z $failover || ${#files[@]} -eq 0 ]] || die 2 "--failover counts no words: leave out '${files[0]}'. See --help."
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
    show_what_is_kept
}

show_what_is_kept() {
    if [[ -n $keep ]]; then
        echo "All of it is kept. To use it:  eval \"\$($bin/local-hadoop.sh env)\""
        echo "To stop all of it:             $bin/local-hadoop.sh stop"
    else
        echo "With --keep all of it stays up to look around."
    fi
}

# --- the way of a failover -----------------------------------------------------------------------

readonly EVENTS=250000 EVENTS_PER_SECOND=10000

start_highly_available_session() {
    step "Starting a highly available session with two TaskManagers on YARN"
    "$bin/yarn-session.sh" -d -n 2 -s 1 -nm "Holdfast failover" "${session_file[@]}" \
        -Dhigh-availability=zookeeper \
        "-Dhigh-availability.zookeeper.quorum=$HOLDFAST_ZOOKEEPER" \
        -Dhigh-availability.storageDir=hdfs:///holdfast/ha | tee "$work/session"
    application=$(grep -o 'application_[0-9]*_[0-9]*' "$work/session" | tail -n 1)
    web=$("$bin/local-hadoop.sh" status | sed -n 's|^ *web pages *http://||p')
}

# Prints what the session's JobManager answers at a path; YARN's proxy knows where it is. Nothing while there is none.
ask() {
    (
        exec 3<>"/dev/tcp/${web%:*}/${web##*:}"
        printf 'GET /proxy/%s%s HTTP/1.0\r\n\r\n' "$application" "$1" >&3
        timeout 10 cat <&3
    ) 2>/dev/null || true
}

# await SECONDS WHAT COMMAND...: until the command succeeds.
await() {
    local what=$2 deadline=$((SECONDS + $1))
    shift 2
    until "$@"; do
        ((SECONDS < deadline)) || die 1 "waited in vain for $what."
        sleep 0.1
    done
}

# Prints the job's execution attempts: task, attempt, state, TaskManager.
attempts() {
    ask "/jobs/$job" | grep -o '"index":[0-9]*,"attempt":[0-9]*,"state":"[A-Z]*","taskManager":"[^"]*"' || true
}

# One source, and two tasks that keep the machines' states.
all_tasks_run() { [[ $(attempts | grep -c RUNNING) == 3 ]]; }
checkpoint_completed() { ask "/jobs/$job/checkpoints" | grep -q '"status":"COMPLETED"'; }
has_recovered() { ask /cluster/recovery | tr -d '\r' | tee "$work/recovery" | grep -q '"firstCheckpoints":{"'; }
has_finished() { ask "/jobs/$job" | grep -q '"status":"FINISHED"'; }

# Prints the pids of the session's processes with this main class.
pids_of() {
    local pid
    for pid in $(pgrep -f "$1" || true); do
        [[ $(cat "/proc/$pid/comm" 2>/dev/null) == java ]] || continue
        [[ $(readlink "/proc/$pid/cwd") != */container_*"${application#application_}"* ]] || echo "$pid"
    done
}

# run_machines OUTPUT RATE [OPTION...]
run_machines() {
    local output=$1 rate=$2
    shift 2
    "$bin/holdfast" run -p 2 "$@" "${session_file[@]}" -Dexecution.checkpointing.interval=1s \
        "$HOLDFAST_HOME/examples/StateMachine.jar" --events "$EVENTS" --rate "$rate" --output "$output"
}

start_machines() {
    step "Starting a job: $EVENTS events of machines, $EVENTS_PER_SECOND a second, a checkpoint every second"
    run_machines "$folder-alerts" "$EVENTS_PER_SECOND" -d | tee "$work/run"
    job=$(sed -n 's/^Job has been submitted with JobID //p' "$work/run")
    await 60 "running tasks" all_tasks_run
    await 60 "a checkpoint" checkpoint_completed
}

kill_job_manager() {
    local killed_at elapsed
    attempts | sed 's/"state":"[A-Z]*",//' >"$work/attempts.before"
    pids_of TaskManagerMain >"$work/pids.before"
    step "Killing its JobManager: kill -9 $(pids_of org.holdfast.yarn.am.ApplicationMaster)"
    killed_at=$(date +%s%3N)
    kill -9 "$(pids_of org.holdfast.yarn.am.ApplicationMaster)"
    await 120 "the next JobManager" has_recovered
    elapsed=$(($(date +%s%3N) - killed_at))
    await 60 "running tasks" all_tasks_run
    attempts | sed 's/"state":"[A-Z]*",//' >"$work/attempts.after"
    pids_of TaskManagerMain >"$work/pids.after"
    show_recovery "$elapsed"
}

# show_recovery MILLIS: the kill was so long ago when the new JobManager told its account, on its own clock.
show_recovery() {
    local phase millis start text
    start=$(($1 - $(grep -o '"age":[0-9]*' "$work/recovery" | head -n 1 | cut -d: -f2)))
    echo "How the next one took over, in milliseconds from the kill:"
    printf '%10d  its process begins\n' "$start"
    grep -o '"phase":"[A-Z_]*","millis":[0-9]*' "$work/recovery" | tr -d '"' | sed 's/phase:\(.*\),millis:/\1 /' |
        while read -r phase millis; do
            case $phase in
                ELECTED) text="it is elected" ;;
                JOBS_LOADED) text="it knows the job" ;;
                PUBLISHED) text="it can be found" ;;
                TASK_MANAGERS_BACK) text="the TaskManagers have told it what they run" ;;
                TASKS_RUNNING) text="all tasks run, as far as it knows" ;;
                *) continue ;;
            esac
            printf '%10d  %s\n' "$((start + millis))" "$text"
        done
    printf '%10d  its first checkpoint is complete\n' \
        "$((start + $(sed -n 's/.*"firstCheckpoints":{"[^"]*":\([0-9]*\).*/\1/p' "$work/recovery")))"
}

show_cost() {
    step "What it cost"
    restarted=$(diff "$work/attempts.before" "$work/attempts.after" | grep -c '^>' || true)
    replaced=$(diff "$work/pids.before" "$work/pids.after" | grep -c '^<' || true)
    echo "  tasks restarted: $restarted"
    echo "  TaskManager processes replaced: $replaced"
}

compare_results() {
    local alerts=$folder-alerts undisturbed=$folder-undisturbed
    step "Waiting for the job to end, and running it again, undisturbed"
    await 120 "the job's end" has_finished
    run_machines "$undisturbed" 1000000 >"$work/run-again" || { cat "$work/run-again" >&2; die 1 "the job failed."; }
    "$bin/local-hadoop.sh" fs -cat "$alerts/part-*" | LC_ALL=C sort >"$work/alerts"
    "$bin/local-hadoop.sh" fs -cat "$undisturbed/part-*" | LC_ALL=C sort >"$work/undisturbed"
    [[ -s $work/alerts ]] && cmp "$work/alerts" "$work/undisturbed" ||
        die 1 "the result is another one: see $alerts and $undisturbed."
    echo "The result is the same: $(wc -l <"$work/alerts") alerts, none lost, none twice."
    ((restarted == 0 && replaced == 0)) || die 1 "tasks were restarted."
    show_what_is_kept
}

# --- start to end --------------------------------------------------------------------------------

find_home || build
require_home
work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-quickstart.XXXXXX")
folder=/tmp/$(basename "$work")
session_file=()
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
start_hadoop
if [[ -n $failover ]]; then
    start_highly_available_session
    start_machines
    kill_job_manager
    show_cost
    compare_results
else
    start_session
    put_text
    count_words
    show_result
fi
succeeded=yes
