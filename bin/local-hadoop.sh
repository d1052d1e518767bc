#!/usr/bin/env bash
# A Hadoop on this machine to try Holdfast on: YARN, HDFS and ZooKeeper in one background JVM.
. "$(dirname "$(readlink -f "$0")")/config.sh"

usage() {
    cat <<'TEXT'
Usage: local-hadoop.sh start|stop|status|env|fs [options]

A Hadoop on this machine to try Holdfast on: YARN, HDFS and ZooKeeper in one background JVM,
on the loopback interface, with everything it writes below one folder.

  start    starts it, waits until it serves and prints its addresses; does nothing if it runs.
           Every start is a fresh cluster: files of an earlier one are gone, its logs are kept
  stop     ends it with every container; files and logs stay until the next start
  status   says whether it runs. Exit code: 0 running, 1 died, 3 not running
  env      prints what sets the environment:  eval "$(local-hadoop.sh env)"
           HADOOP_CONF_DIR for Hadoop clients, HOLDFAST_ZOOKEEPER for
           -Dhigh-availability.zookeeper.quorum=$HOLDFAST_ZOOKEEPER
  fs       Hadoop's file system shell on its HDFS:  local-hadoop.sh fs -put book.txt /books/

Options of all:
  --dir DIR                   the folder (default: $HOLDFAST_LOCAL_HADOOP_DIR, else
                              ${TMPDIR:-/tmp}/holdfast-local-hadoop-$USER)
  --help                      this text

Options of start:
  --nodemanagers N            NodeManagers (default: 2)
  --memory MB                 memory each offers to containers; promised, not reserved
                              (default: 8192)
  --vcores N                  virtual cores each offers (default: 16)
  --heartbeat MS              how often they report, which bounds how fast containers are granted
                              (default: 1000, as in YARN)
  --max-attempts N            YARN's upper bound on attempts of an ApplicationMaster (default: 4)
  --zookeeper-tick MS         a ZooKeeper session lasts 2 to 20 ticks (default: 2000)
  --hdfs-port PORT            ports; any free one unless given
  --resourcemanager-port PORT
  --web-port PORT
  --zookeeper-port PORT
  -D KEY=VALUE                any Hadoop property; may be repeated
  --timeout SECONDS           how long to wait until it serves (default: 120)

Options of stop:
  --remove                    removes the folder too

Exit codes: 0 done, 1 failed, 2 wrong option; of status: see above; of env and fs: 3 not running.
TEXT
}

readonly MAIN=org.holdfast.localhadoop.LocalHadoopMain

# --- what is there -------------------------------------------------------------------------------

# Prints the pid of our JVM if it lives; a pid file of an earlier boot may name a stranger.
running_pid() {
    local pid
    [[ -r $dir/pid ]] || return 1
    pid=$(<"$dir/pid")
    [[ $pid =~ ^[0-9]+$ ]] || return 1
    tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF "dir=$dir" || return 1
    printf '%s' "$pid"
}

# Containers are sessions of their own and may outlive everything; YARN marks them in their environment.
container_pids() {
    grep -lszF "LOCAL_DIRS=$dir/yarn/" /proc/[0-9]*/environ | cut -d/ -f3 || true
}

address() {
    sed -n "s/^$1=//p" "$dir/addresses"
}

require_running() {
    running_pid >/dev/null && [[ -r $dir/addresses ]] ||
        die 3 "no local Hadoop runs in $dir. Start it with: $0 start"
}

# --- ends ----------------------------------------------------------------------------------------

# wait_for SECONDS COMMAND...: until the command succeeds; returns 1 after the given time.
wait_for() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

is_gone() {
    ! kill -0 "$1" 2>/dev/null
}

kill_containers() {
    local pids
    pids=$(container_pids)
    [[ -z $pids ]] && return 0
    # One that ends meanwhile is no failure.
    xargs kill -KILL <<<"$pids" 2>/dev/null || true
    return 1
}

end_everything() {
    local pid
    if pid=$(running_pid); then
        kill -TERM "$pid" 2>/dev/null || true
        if ! wait_for 30 is_gone "$pid"; then
            kill -KILL "$pid" 2>/dev/null || true
            wait_for 10 is_gone "$pid" || die 1 "process $pid does not end."
        fi
    fi
    wait_for 10 kill_containers || die 1 "containers that do not end: $(container_pids | paste -sd' ')."
    rm -f "$dir/pid" "$dir/addresses"
}

# --- commands ------------------------------------------------------------------------------------

launch() {
    local opt=$HOLDFAST_HOME/opt/local-hadoop class_path
    # Our own jar first: its copy of Hadoop's web pages is what makes the start quick.
    class_path=$(echo "$opt"/holdfast-integration-tests-*.jar):$(jars_of "$opt" "$HOLDFAST_LIB_DIR")
    mkdir -p "$dir/logs" "$dir/tmp"
    (
        cd "$dir"
        # Nothing of the caller's stays open, or whoever waits for the end of its output waits for us.
        for fd in /proc/"$BASHPID"/fd/*; do
            fd=${fd##*/}
            ((fd > 2)) && eval "exec $fd>&-"
        done
        exec setsid nohup "$JAVA" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
            -Djava.io.tmpdir="$dir/tmp" \
            -Dlog4j2.configurationFile=local-hadoop-log4j2.properties \
            -Dholdfast.local-hadoop.log="$dir/logs/local-hadoop.log" \
            -cp "$class_path" "$MAIN" "dir=$dir" "$@" \
            >"$dir/logs/local-hadoop.out" 2>&1 </dev/null
    ) &
    echo $! >"$dir/pid"
}

serves_or_died() {
    [[ -r $dir/addresses ]] || ! kill -0 "$(<"$dir/pid")" 2>/dev/null
}

start_failed() {
    local reason
    reason=$(grep -m1 '^local-hadoop: ' "$dir/logs/local-hadoop.out" || true)
    {
        echo "$(basename "$0"): $1${reason:+ ${reason#local-hadoop: }}"
        echo "The last lines of $dir/logs/local-hadoop.out and local-hadoop.log:"
        tail -n 15 "$dir/logs/local-hadoop.out"
        tail -n 5 "$dir/logs/local-hadoop.log" 2>/dev/null || true
    } >&2
    end_everything
    exit 1
}

print_addresses() {
    cat <<TEXT
  HDFS             $(address hdfs)
  ResourceManager  $(address resourcemanager)
  web pages        $(address web)
  ZooKeeper        $(address zookeeper)
  HADOOP_CONF_DIR  $(address conf)
  folder           $dir
TEXT
}

claim_folder() {
    mkdir -p "$dir" 2>/dev/null || die 1 "cannot create the folder $dir. Name another with --dir."
    [[ -O $dir && -w $dir ]] || die 1 "the folder $dir is another user's. Name another with --dir."
    if [[ ! -e $dir/.local-hadoop && -n $(ls -A "$dir") ]]; then
        die 1 "the folder $dir holds files that are not a local Hadoop's. Name an empty or a new folder with --dir."
    fi
    : >"$dir/.local-hadoop"
}

command_start() {
    local began=$SECONDS
    claim_folder
    require_home
    require_java
    # Two starts at once must not share the folder; the lock ends with this script.
    exec 9>"$dir/lock"
    flock -w "$timeout" 9 || die 1 "another start is under way in $dir."
    if running_pid >/dev/null && [[ -r $dir/addresses ]]; then
        echo "Local Hadoop runs already${settings:+; to change its options, stop it first}."
        print_addresses
        return 0
    fi
    end_everything
    launch "${settings[@]}"
    wait_for "$timeout" serves_or_died || start_failed "not ready after $timeout s."
    [[ -r $dir/addresses ]] || start_failed "it did not start."
    echo "Local Hadoop is ready after $((SECONDS - began)) s."
    print_addresses
    echo "To use it:  eval \"\$($0 env${dir_given:+ --dir $(printf %q "$dir")})\""
}

command_stop() {
    if [[ ! -e $dir/.local-hadoop ]]; then
        echo "No local Hadoop in $dir."
        return 0
    fi
    if running_pid >/dev/null; then
        echo "Stopping local Hadoop in $dir."
    else
        echo "No local Hadoop runs in $dir."
    fi
    end_everything
    if [[ -n $remove ]]; then
        rm -rf "$dir"
    fi
}

command_status() {
    if running_pid >/dev/null; then
        if [[ ! -r $dir/addresses ]]; then
            echo "Local Hadoop is starting or stopping in $dir."
            return 0
        fi
        echo "Local Hadoop runs."
        print_addresses
    elif [[ -e $dir/pid ]]; then
        echo "Local Hadoop died; see $dir/logs. Clean up with: $0 stop"
        exit 1
    else
        echo "No local Hadoop runs in $dir."
        exit 3
    fi
}

command_env() {
    require_running
    printf 'export HADOOP_CONF_DIR=%q\n' "$(address conf)"
    printf 'export HOLDFAST_ZOOKEEPER=%q\n' "$(address zookeeper)"
}

command_fs() {
    require_running
    HADOOP_CONF_DIR=$(address conf)
    exec_client org.apache.hadoop.fs.FsShell "$@"
}

# --- the command line ----------------------------------------------------------------------------

wrong() {
    die 2 "$*. See --help."
}

require_number() {
    [[ $2 =~ ^[0-9]{1,9}$ ]] || wrong "$1 takes a whole number, not '$2'"
}

[[ $# -gt 0 ]] || wrong "a command is missing (start, stop, status, env or fs)"
command=$1
shift
case $command in
    start | stop | status | env | fs) ;;
    -h | --help | help)
        usage
        exit 0
        ;;
    *) wrong "unknown command '$command' (known: start, stop, status, env, fs)" ;;
esac

dir=${HOLDFAST_LOCAL_HADOOP_DIR:-${TMPDIR:-/tmp}/holdfast-local-hadoop-$(id -un)}
dir_given=
remove=
timeout=120
settings=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --dir)
            [[ -n ${2:-} ]] || wrong "$1 needs a value"
            dir=$2
            dir_given=yes
            shift 2
            continue
            ;;
    esac
    case $command:$1 in
        fs:*) break ;;
        stop:--remove)
            remove=yes
            shift
            ;;
        start:--timeout)
            require_number "$1" "${2:-}"
            timeout=$2
            shift 2
            ;;
        start:--nodemanagers | start:--memory | start:--vcores | start:--heartbeat | start:--max-attempts | \
            start:--zookeeper-tick | start:--hdfs-port | start:--resourcemanager-port | start:--web-port | \
            start:--zookeeper-port)
            require_number "$1" "${2:-}"
            settings+=("${1#--}=$2")
            shift 2
            ;;
        start:-D)
            [[ ${2:-} == ?*=* ]] || wrong "-D takes KEY=VALUE, not '${2:-}'"
            settings+=("property.$2")
            shift 2
            ;;
        start:-D?*=*)
            settings+=("property.${1#-D}")
            shift
            ;;
        *) wrong "unknown option '$1' of $command" ;;
    esac
done
dir=$(realpath -m -- "$dir")

"command_$command" "$@"
