# Common to the scripts that start and stop on several hosts, which source it: on this machine they call the script that
# does it for one process, on others they do so through ssh.

. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/standalone.sh"

readonly MOST_HOSTS_AT_A_TIME=16
readonly LONGEST_CALL=120

CALL_HOSTS=()
CALL_WORDS=()

# Sets PEERS to "ID HOST" for each server.X=host:peerPort:leaderPort in conf/zoo.cfg.
read_peers() {
    local file=$HOLDFAST_CONF_DIR/zoo.cfg line number=0
    [[ -r $file ]] || die 2 "there is no $file that can be read. It needs a line like server.1=localhost:2888:3888 for each server."
    PEERS=()
    while read -r line || [[ -n $line ]]; do
        number=$((number + 1))
        if [[ $line =~ ^server\.([0-9]+)[[:space:]]*[=:][[:space:]]*([A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])(:|;|$) ]]; then
            PEERS+=("${BASH_REMATCH[1]} ${BASH_REMATCH[2]}")
        elif [[ $line == server.* ]]; then
            die 2 "$file, line $number: '$line' (expected: server.X=host:peerPort:leaderPort, X a whole number)"
        fi
    done <"$file"
    [[ ${#PEERS[@]} -gt 0 ]] || die 2 "$file names no server. It needs a line like server.1=localhost:2888:3888 for each."
}

# add_call HOST SCRIPT WORD...: what is to be called there.
add_call() {
    local -a words=("$HOLDFAST_ROOT/bin/$2" "${@:3}" --host-name "$1")
    # Another host's login shell knows what this one's environment says only if it is told.
    [[ $HOLDFAST_CONF_DIR == "$HOLDFAST_ROOT/conf" ]] || words+=(--configDir "$HOLDFAST_CONF_DIR")
    CALL_HOSTS+=("$1")
    CALL_WORDS+=("$(printf '%q ' "${words[@]}")")
}

# How many calls for this host and script there are already.
count_calls() {
    local i count=0
    for i in "${!CALL_HOSTS[@]}"; do
        [[ ${CALL_HOSTS[i]} != "$1" || ${CALL_WORDS[i]} != *"/$2 "* ]] || count=$((count + 1))
    done
    printf '%s' "$count"
}

is_local() {
    [[ $1 == localhost || $1 == 127.* || $1 == '[::1]' ]]
}

# Makes a call.
call() {
    local host=${CALL_HOSTS[$1]}
    local -a words
    if is_local "$host"; then
        eval "words=(${CALL_WORDS[$1]})"
        "${words[@]}" </dev/null
    else
        # Quoted once more than for here: ssh joins its words with spaces, for a shell over there.
        read -ra words <<<"${CALL_WORDS[$1]}"
        timeout --foreground "$LONGEST_CALL" ssh -n "${SSH[@]}" "$host" -- nohup /bin/bash -l "${words[@]}"
    fi
}

has_answered() {
    [[ -s $WORK/$1.out || -e $WORK/$1.status ]]
}

# Makes a call; what it prints, and its status, are in files.
record_call() {
    local status=0
    (call "$1") >"$WORK/$1.out" 2>"$WORK/$1.err" || status=$?
    echo "$status" >"$WORK/$1.status.new"
    mv "$WORK/$1.status.new" "$WORK/$1.status"
}

# call_one_host HOST ORDER: makes its calls. In the order "staggered" the next one begins when the one before has printed
# what it is going to do: it is the next one there, but need not be ready. In the order "strict" it has to be over.
call_one_host() {
    local i
    for i in "${!CALL_HOSTS[@]}"; do
        if [[ ${CALL_HOSTS[i]} == "$1" ]]; then
            record_call "$i" &
            [[ $2 == staggered ]] || wait
            wait_for "$LONGEST_CALL" has_answered "$i" || true
        fi
    done
    wait
}

# Prints what a call printed, and says where it failed.
report_call() {
    local status host=${CALL_HOSTS[$1]}
    wait_for $((LONGEST_CALL * ${#CALL_HOSTS[@]})) test -e "$WORK/$1.status" || die 1 "host $host has not answered."
    cat "$WORK/$1.out"
    cat "$WORK/$1.err" >&2
    status=$(<"$WORK/$1.status")
    [[ $status -ne 0 ]] || return 0
    FAILED=yes
    if ! is_local "$host" && [[ $status -eq 255 ]]; then
        echo "$(basename "$0"): host $host cannot be reached by ssh (its status is 255). Try: ssh ${SSH[*]} $host" >&2
    elif ! is_local "$host" && [[ $status -eq 124 ]]; then
        echo "$(basename "$0"): host $host has not answered within $LONGEST_CALL s." >&2
    else
        echo "$(basename "$0"): failed on host $host, with status $status." >&2
    fi
}

# make_calls ORDER: makes all of them, several hosts at a time, and prints the answers in the order of the calls. Sets
# FAILED if one failed.
make_calls() {
    local i host running=0 seen=' '
    WORK=$(mktemp -d)
    trap 'rm -rf "$WORK"' EXIT
    for host in "${CALL_HOSTS[@]}"; do
        if [[ $seen != *" $host "* ]]; then
            seen+="$host "
            ((running < MOST_HOSTS_AT_A_TIME)) || wait -n || true
            call_one_host "$host" "$1" &
            running=$((running + 1))
        fi
    done
    for i in "${!CALL_HOSTS[@]}"; do
        report_call "$i"
    done
    wait
    rm -rf "$WORK"
    CALL_HOSTS=()
    CALL_WORDS=()
}

# What is called on this machine need not find out what this script knows.
export_folders() {
    export HOLDFAST_CONF_DIR HOLDFAST_PID_DIR=$PID_DIR
    [[ -z $LOG_DIR ]] || export HOLDFAST_LOG_DIR=$LOG_DIR
}

end_with_outcome() {
    [[ -z $FAILED ]] || exit 1
    exit 0
}

FAILED=
