# Common to jobmanager.sh, taskmanager.sh and zookeeper.sh, which source it: starts and stops one process on this machine
# and notes its id. Who sources it sets SERVICE, the name that files and messages have for such a process.

. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/standalone.sh"

readonly COMMANDS=(start start-foreground stop stop-all)
readonly LONGEST_START=30
readonly LONGEST_STOP=30
readonly KEPT_LOGS=5

# A process that ends with this status wants to be started again.
readonly AGAIN=3
# One that lived for fewer seconds ended in vain, and so many of these in a row are enough.
readonly SHORT_LIFE=60
readonly MOST_IN_VAIN=10
readonly LONGEST_PAUSE=30

# --- the pid file --------------------------------------------------------------------------------

# Nobody else changes the pid file until unlock_pids.
lock_pids() {
    local remedy="Set env.pid.dir in flink-conf.yaml, or HOLDFAST_PID_DIR."
    mkdir -p "$PID_DIR" 2>/dev/null || die 1 "cannot create the folder '$PID_DIR' for process ids. $remedy"
    [[ -w $PID_DIR ]] || die 1 "the folder '$PID_DIR' for process ids is not writable. $remedy"
    for _ in {1..100}; do
        [[ ! -e $PID_FILE || -w $PID_FILE ]] || die 1 "'$PID_FILE' is not writable. $remedy"
        exec 9>>"$PID_FILE"
        flock -w 10 9 || die 1 "'$PID_FILE' is locked by another process for more than 10 s."
        # Who held the lock may have removed or replaced the file.
        [[ ! $PID_FILE -ef /proc/self/fd/9 ]] || return 0
        exec 9>&-
    done
    die 1 "'$PID_FILE' is replaced again and again."
}

unlock_pids() {
    exec 9>&-
}

# Sets PIDS to the ids in the file, the last started one at the end.
read_pids() {
    mapfile -t PIDS <"$PID_FILE"
}

# Whoever reads without a lock sees the file as it was or as it is to be. The new one is locked before it is in place.
write_pids() {
    if [[ ${#PIDS[@]} -eq 0 ]]; then
        rm -f "$PID_FILE"
    else
        exec 8>"$PID_FILE.new"
        flock -w 10 8 || die 1 "'$PID_FILE.new' is locked by another process for more than 10 s."
        printf '%s\n' "${PIDS[@]}" >&8
        mv -f "$PID_FILE.new" "$PID_FILE"
        exec 9>&8 8>&-
    fi
}

# words_of PID: sets WORDS to its command line; none if there is no such process, or only what is left of one.
words_of() {
    WORDS=()
    [[ $1 =~ ^[0-9]{1,10}$ ]] && { mapfile -d '' -t WORDS <"/proc/$1/cmdline"; } 2>/dev/null || true
}

# An id of an earlier boot may be a stranger's.
is_running() {
    local word
    words_of "$1"
    for word in "${WORDS[@]}"; do
        [[ $word != "-Dholdfast.service=$SERVICE" ]] || return 0
    done
    return 1
}

is_gone() {
    ! is_running "$1"
}

# Leaves only those that run in PIDS. Sets GONE to the others.
drop_gone() {
    local pid
    local -a running=()
    GONE=()
    for pid in "${PIDS[@]}"; do
        if is_running "$pid"; then
            running+=("$pid")
        elif [[ -n $pid ]]; then
            GONE+=("$pid")
        fi
    done
    PIDS=("${running[@]}")
}

# replace_pid OLD NEW: returns 1 if the old one is not noted any more, because somebody stops it.
replace_pid() {
    local i
    lock_pids
    read_pids
    for i in "${!PIDS[@]}"; do
        if [[ ${PIDS[i]} == "$1" ]]; then
            PIDS[i]=$2
            write_pids
            unlock_pids
            return 0
        fi
    done
    write_pids
    unlock_pids
    return 1
}

# --- logs ----------------------------------------------------------------------------------------

# Sets INSTANCE to the smallest number that none of PIDS has.
choose_instance() {
    local pid word taken=' '
    for pid in "${PIDS[@]}"; do
        words_of "$pid"
        for word in "${WORDS[@]}"; do
            [[ $word != -Dholdfast.instance=* ]] || taken+="${word#*=} "
        done
    done
    INSTANCE=0
    while [[ $taken == *" $INSTANCE "* ]]; do
        INSTANCE=$((INSTANCE + 1))
    done
}

# rotate FILE: it becomes FILE.1, that FILE.2, and so on.
rotate() {
    local i
    for ((i = KEPT_LOGS; i > 1; i--)); do
        [[ ! -e $1.$((i - 1)) ]] || mv -f "$1.$((i - 1))" "$1.$i"
    done
    [[ ! -e $1 ]] || mv -f "$1" "$1.1"
}

# Sets LOG_FILE, OUT_FILE and STARTED_FILE, none of which is there afterwards.
prepare_logs() {
    if [[ -n $LOG_DIR ]]; then
        mkdir -p "$LOG_DIR" 2>/dev/null && [[ -w $LOG_DIR ]] ||
            die 1 "cannot write to the folder '$LOG_DIR' for logs. Set env.log.dir in flink-conf.yaml, or HOLDFAST_LOG_DIR."
        HOLDFAST_LOG_DIR=$LOG_DIR
    fi
    choose_log_file "$SERVICE-$INSTANCE"
    OUT_FILE=${LOG_FILE%.log}.out
    STARTED_FILE=${LOG_FILE%.log}.started
    rotate "$LOG_FILE"
    rotate "$OUT_FILE"
    rm -f "$STARTED_FILE"
}

# --- start ---------------------------------------------------------------------------------------

# prepare_command LOGGING [PROPERTY...]: sets COMMAND to what runs PROGRAM, with this configuration of logging, and
# KEEP_RUNNING to what runs such a command again and again.
prepare_command() {
    local archive
    KEEP_RUNNING=("$BASH" -c '. "$1"; keep_running "${@:2}"' "$(basename "$0")" "${BASH_SOURCE[0]}" "$SERVICE" "$PID_FILE")
    COMMAND=("$JAVA" "${JVM[@]}" "-Dholdfast.service=$SERVICE" "-Dholdfast.instance=$INSTANCE")
    COMMAND+=(-Dlog.file="$LOG_FILE" -Dlog4j2.configurationFile="$HOLDFAST_CONF_DIR/$1" "${@:2}")
    if [[ $SERVICE != zookeeper ]] && mkdir -p "$HOLDFAST_HOME/cache" 2>/dev/null && [[ -w $HOLDFAST_HOME/cache ]]; then
        # The first process makes it, and those after it start in half the time.
        archive=$(class_data_archive "$SERVICE")
        COMMAND+=(-XX:SharedArchiveFile="$archive")
    fi
    COMMAND+=(-cp "$(jars_of "$HOLDFAST_LIB_DIR")" "${PROGRAM[@]}")
}

# Runs a command that outlives this script and whoever called it. Sets LAUNCHED to its process id.
launch() {
    (
        cd "$HOLDFAST_HOME"
        # Nothing of the caller's stays open, or whoever waits for the end of its output waits for us.
        for fd in /proc/"$BASHPID"/fd/*; do
            fd=${fd##*/}
            ((fd > 2)) && eval "exec $fd>&-"
        done
        exec setsid nohup "$@" >"$OUT_FILE" 2>&1 </dev/null
    ) &
    LAUNCHED=$!
}

# Its command line is its own, not this script's, from which it was split off.
has_begun() {
    is_running "$LAUNCHED" || ! kill -0 "$LAUNCHED" 2>/dev/null
}

has_started_or_ended() {
    [[ -e $STARTED_FILE ]] || ! kill -0 "$LAUNCHED" 2>/dev/null
}

# Prints why a process did not start: the last error in its log, else the end of what it printed.
reason() {
    local lines
    lines=$(awk '/^[0-9-]+ [0-9:,]+ ERROR / { text = ""; n = 0; open = 1 }
        /^[0-9-]+ [0-9:,]+ [A-DF-Z]|^\tat |^Caused by: / { open = 0 }
        open && n++ < 8 { text = text $0 "\n" }
        END { printf "%s", text }' "$LOG_FILE" 2>/dev/null || true)
    [[ -n $lines ]] || lines=$(tail -n 8 "$OUT_FILE")
    printf '%s\n' "${lines:-It printed nothing.}"
}

report_failed_start() {
    lock_pids
    read_pids
    drop_gone
    write_pids
    unlock_pids
    {
        echo "$(basename "$0"): $SERVICE did not start on $HOST_NAME:"
        reason
        echo "Its log is $LOG_FILE, what it printed $OUT_FILE."
    } >&2
    exit 1
}

# What comes before a start. The pid file stays locked.
begin_start() {
    lock_pids
    read_pids
    drop_gone
    if ((${#PIDS[@]} > BESIDE)); then
        echo "[INFO] ${#PIDS[@]} instance(s) of $SERVICE are already running on $HOST_NAME."
    fi
    choose_instance
    prepare_logs
}

start() {
    begin_start
    prepare_command log4j.properties "-Dholdfast.started.file=$STARTED_FILE"
    echo "Starting $SERVICE daemon on host $HOST_NAME."
    [[ $SERVICE != standalonesession ]] || COMMAND=("${KEEP_RUNNING[@]}" "${COMMAND[@]}")
    launch "${COMMAND[@]}"
    PIDS+=("$LAUNCHED")
    write_pids
    wait_for 10 has_begun || true
    unlock_pids
    if ! wait_for "$LONGEST_START" has_started_or_ended; then
        echo "$SERVICE runs on $HOST_NAME, but has not reported within $LONGEST_START s that it is ready. Its log is $LOG_FILE."
        exit 0
    fi
    [[ -e $STARTED_FILE ]] || report_failed_start
    rm -f "$STARTED_FILE"
}

start_in_foreground() {
    local -a runner
    begin_start
    prepare_command log4j-console.properties
    PIDS+=("$$")
    write_pids
    if [[ $SERVICE == standalonesession ]]; then
        runner=("${KEEP_RUNNING[@]}")
    else
        # The pid file stays locked until this process has a command line it is known by.
        runner=("$BASH" -c 'exec 9>&- "$@"' "$(basename "$0")")
    fi
    exec "${runner[@]}" "${COMMAND[@]}"
}

# --- a process that is started again -------------------------------------------------------------

say() {
    printf '%s %s: %s\n' "$(date '+%F %T')" "$(basename "$0")" "$*"
}

# Waits for the end of $pid, and of what a signal interrupts it with. Sets $status.
await_end() {
    while :; do
        interrupted=
        wait "$pid" && status=0 || status=$?
        [[ -n $interrupted ]] || return 0
    done
}

# keep_running SERVICE PID_FILE COMMAND...: runs the command, and again as long as it ends with status 3. A JobManager
# does so when another one leads: as a new process it stands by. The pid file names the process that runs, so that
# whoever kills that one, with whatever signal, has ended it for good. Java's own status when it is out of memory is 3, too.
keep_running() {
    local pid='' noted=$$ began status told='' interrupted='' in_vain=0 pause=1 word
    local -a command=()
    SERVICE=$1
    PID_FILE=$2
    PID_DIR=$(dirname "$PID_FILE")
    shift 2
    unlock_pids
    trap 'told=yes; interrupted=yes; kill -TERM "$pid" 2>/dev/null || true' TERM INT
    while [[ -z $told ]]; do
        began=$SECONDS
        # The JVM is noted before it is one. If what was noted before is not any more, somebody stops it.
        (replace_pid "$noted" "$BASHPID" && exec "$@" || exit 143) &
        pid=$!
        noted=$pid
        [[ -z $told ]] || kill -TERM "$pid" 2>/dev/null || true
        await_end
        if [[ $status -ne $AGAIN || -n $told ]]; then
            say "process $pid ended with status $status. It is not started again."
            exit "$status"
        fi
        ((SECONDS - began < SHORT_LIFE)) && in_vain=$((in_vain + 1)) || in_vain=0
        if ((in_vain == MOST_IN_VAIN)); then
            say "process $pid ended with status $AGAIN within $SHORT_LIFE s, like $((MOST_IN_VAIN - 1)) before it. It is not started again."
            exit "$status"
        fi
        ((in_vain > 0)) || pause=1
        replace_pid "$noted" "$$" || exit "$status"
        noted=$$
        say "process $pid ended with status $AGAIN: another JobManager leads, or may lead. It is started again in $pause s."
        sleep "$pause" &
        pid=$!
        await_end
        pause=$((pause * 2 < LONGEST_PAUSE ? pause * 2 : LONGEST_PAUSE))
        # Whoever waited for the first start does not wait for this one.
        command=()
        for word in "$@"; do
            [[ $word == -Dholdfast.started.file=* ]] || command+=("$word")
        done
        set -- "${command[@]}"
    done
    exit 143
}

# --- stop ----------------------------------------------------------------------------------------

# Stops the process that was started last. Returns 1 if there is none.
stop_last() {
    local pid last where="on host $HOST_NAME"
    lock_pids
    read_pids
    drop_gone
    if [[ ${#PIDS[@]} -eq 0 ]]; then
        write_pids
        unlock_pids
        say_gone
        return 1
    fi
    last=${PIDS[-1]}
    unset 'PIDS[-1]'
    write_pids
    unlock_pids
    say_gone
    [[ $SERVICE != taskexecutor ]] || where="on $HOST_NAME"
    echo "Stopping $SERVICE daemon (pid: $last) $where."
    kill -TERM "$last" 2>/dev/null || true
    if ! wait_for "$LONGEST_STOP" is_gone "$last"; then
        echo "$SERVICE daemon (pid: $last) has not ended within $LONGEST_STOP s. It is killed."
        kill -KILL "$last" 2>/dev/null || true
        wait_for 10 is_gone "$last" || die 1 "process $last does not end."
    fi
}

say_gone() {
    local pid
    for pid in "${GONE[@]}"; do
        echo "No $SERVICE daemon (pid: $pid) is running anymore on $HOST_NAME."
    done
}

say_none() {
    [[ ${#GONE[@]} -gt 0 ]] || echo "No $SERVICE daemon to stop on host $HOST_NAME."
}

stop() {
    stop_last || say_none
}

stop_all() {
    stop_last || { say_none; return 0; }
    while stop_last; do :; done
}

# --- the command line ----------------------------------------------------------------------------

# Sets ACTION to the first of the OPERANDS, and leaves the others.
take_action() {
    local known
    [[ ${#OPERANDS[@]} -gt 0 ]] || wrong "a command is missing (${COMMANDS[*]})"
    ACTION=${OPERANDS[0]}
    OPERANDS=("${OPERANDS[@]:1}")
    for known in "${COMMANDS[@]}"; do
        [[ $ACTION != "$known" ]] || return 0
    done
    wrong "unknown command '$ACTION' (known: ${COMMANDS[*]})" "$ACTION" "${COMMANDS[@]}"
}

# take_operands MOST: refuses more of them, and anything a stop cannot use.
take_operands() {
    local most=$1
    if [[ $ACTION == stop* ]]; then
        most=0
        [[ ${#DEFINITIONS[@]} -eq 0 ]] || wrong "$ACTION takes no -D"
    fi
    [[ ${#OPERANDS[@]} -le $most ]] || wrong "$ACTION does not take '${OPERANDS[most]}'"
}

# perform KIND PROGRAM...: does it; to start, the plan of this kind and the main class with its arguments are needed.
perform() {
    PROGRAM=("${@:2}")
    if [[ $ACTION == start* ]]; then
        read_plan "$1"
    elif [[ -n ${HOLDFAST_PID_DIR:-} ]]; then
        PID_DIR=$HOLDFAST_PID_DIR
    else
        read_plan folders
    fi
    PID_FILE=$PID_DIR/holdfast-$(id -un)-$SERVICE.pid
    case $ACTION in
        start) start ;;
        start-foreground) start_in_foreground ;;
        stop) stop ;;
        stop-all) stop_all ;;
    esac
}
