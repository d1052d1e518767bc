# Common to all scripts of this folder, which source it: where things are, which Java runs them.
# Works from the distribution and, once `mvn -DskipTests package` has run, from the source tree.

set -euo pipefail

# Ends the script with one line; the name is the script's that the user called.
die() {
    local code=$1
    shift
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit "$code"
}

# The folder above bin: a distribution, or the source tree.
HOLDFAST_ROOT="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"

# Sets HOLDFAST_HOME, the folder with lib. Returns 1 if nothing was built yet.
find_home() {
    local built
    if [[ -d $HOLDFAST_ROOT/lib ]]; then
        HOLDFAST_HOME=$HOLDFAST_ROOT
        return 0
    fi
    for built in "$HOLDFAST_ROOT"/dist/target/holdfast-*/; do
        if [[ -d ${built}lib ]]; then
            HOLDFAST_HOME=${built%/}
            return 0
        fi
    done
    return 1
}

require_home() {
    find_home || die 1 "Holdfast is not built in $HOLDFAST_ROOT. Run 'mvn -DskipTests package' there, or bin/quickstart.sh."
    export HOLDFAST_HOME
    export HOLDFAST_LIB_DIR=$HOLDFAST_HOME/lib
    export HOLDFAST_CONF_DIR=${HOLDFAST_CONF_DIR:-$HOLDFAST_ROOT/conf}
    [[ -d $HOLDFAST_CONF_DIR ]] || die 2 "HOLDFAST_CONF_DIR is '$HOLDFAST_CONF_DIR', which is no folder."
}

# Sets JAVA to a Java of version 17 or later: JAVA_HOME's, else the one on the PATH.
require_java() {
    local home version
    if [[ -n ${JAVA_HOME:-} ]]; then
        JAVA=$JAVA_HOME/bin/java
        [[ -x $JAVA ]] || die 1 "JAVA_HOME is '$JAVA_HOME', which holds no bin/java. Point it to a Java 17 or later."
    else
        JAVA=$(command -v java) || die 1 "No Java found. Install Java 17 or later, or set JAVA_HOME."
    fi
    home=$(dirname "$(dirname "$(readlink -f "$JAVA")")")
    # The release file spares the start of a JVM just to ask it.
    if [[ -r $home/release ]]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    else
        version=$("$JAVA" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p')
    fi
    [[ ${version:-0} -ge 17 ]] || die 1 "$JAVA is Java ${version:-of an unknown version}; Holdfast needs 17 or later. Set JAVA_HOME."
}

# Prints the jars of the given folders as a class path, in the order of their names.
jars_of() {
    local folder jar
    local -a jars=()
    for folder in "$@"; do
        for jar in "$folder"/*.jar; do
            [[ -e $jar ]] && jars+=("$jar")
        done
    done
    local IFS=:
    printf '%s' "${jars[*]}"
}

# Sets LOG_FILE for a service of this user: in HOLDFAST_LOG_DIR, else in the home's log folder, else where temporary
# files go.
choose_log_file() {
    local service=$1 folder=${HOLDFAST_LOG_DIR:-$HOLDFAST_HOME/log}
    if ! mkdir -p "$folder" 2>/dev/null || [[ ! -w $folder ]]; then
        folder=${TMPDIR:-/tmp}
    fi
    LOG_FILE=$folder/holdfast-$(id -un)-$service-$(uname -n).log
}

# class_data_archive NAME: prints where such programs' class-data archive of these jars in this folder for this Java is,
# or would be. See class-data.sh.
class_data_archive() {
    local key
    key=$({
        echo "$HOLDFAST_LIB_DIR"
        readlink -f "$JAVA"
        ls -l --time-style=+%s "$(dirname "$(dirname "$(readlink -f "$JAVA")")")/release" "$HOLDFAST_LIB_DIR"
    } | cksum)
    printf '%s/cache/%s-%s.jsa' "$HOLDFAST_HOME" "$1" "${key%% *}"
}

# A program that answers one command lives for seconds: what counts is its start.
CLIENT_JVM=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx256m)

# prepare_client [PROPERTY...]: sets CLIENT to what runs such a program, up to its main class.
prepare_client() {
    local archive
    CLIENT=("$JAVA" "${CLIENT_JVM[@]}" "$@")
    archive=$(class_data_archive client)
    if [[ -r $archive ]]; then
        # Java says nothing if it cannot use it, and goes on without.
        CLIENT+=(-XX:SharedArchiveFile="$archive" -Xshare:auto -Xlog:disable -Xlog:all=error:stderr)
    fi
    CLIENT+=(-cp "$(jars_of "$HOLDFAST_LIB_DIR")${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}")
}

# Becomes such a program.
exec_client() {
    require_home
    require_java
    choose_log_file client
    prepare_client -Dlog4j2.configurationFile="$HOLDFAST_CONF_DIR/log4j-cli.properties" -Dlog.file="$LOG_FILE"
    exec "${CLIENT[@]}" "$@"
}
