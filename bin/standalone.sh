# Common to the scripts of a standalone cluster, which source it: their command line, and what the configuration says.

. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/config.sh"

# --- the command line ----------------------------------------------------------------------------

# Prints how many letters have to be added, left out or exchanged to get from one word to another.
edits() {
    local from=$1 to=$2 i j diagonal least above
    local -a row=()
    for ((j = 0; j <= ${#to}; j++)); do row[j]=$j; done
    for ((i = 1; i <= ${#from}; i++)); do
        diagonal=${row[0]}
        row[0]=$i
        for ((j = 1; j <= ${#to}; j++)); do
            above=${row[j]}
            least=$((diagonal + 1))
            [[ ${from:i-1:1} != "${to:j-1:1}" ]] || least=$diagonal
            ((above + 1 >= least)) || least=$((above + 1))
            ((row[j - 1] + 1 >= least)) || least=$((row[j - 1] + 1))
            row[j]=$least
            diagonal=$above
        done
    done
    printf '%s' "${row[${#to}]}"
}

# wrong WHAT [WORD KNOWN...]: ends the script, and names the known word that may have been meant.
wrong() {
    local what=$1 word=${2:-} known count fewest nearest=
    fewest=$((${#word} / 3 + 2))
    for known in "${@:3}"; do
        count=$(edits "$word" "$known")
        if ((count < fewest)); then
            fewest=$count
            nearest=$known
        fi
    done
    die 2 "$what.${nearest:+ Did you mean '$nearest'?} See --help."
}

# Takes the options out of the words of a command line. Sets OPERANDS to the rest, DEFINITIONS to the key=value of each
# -D, HOST_NAME to what the host is to be called, BESIDE to how many processes are known to run.
parse_options() {
    local option
    OPERANDS=()
    DEFINITIONS=()
    HOST_NAME=$(uname -n)
    BESIDE=0
    CALLED_BY_SCRIPT=
    while [[ $# -gt 0 ]]; do
        option=$1
        case $option in
            -h | --help)
                usage
                exit 0
                ;;
            -D?*) DEFINITIONS+=("${option#-D}") ;;
            -D | --configDir | --host-name | --beside)
                [[ -n ${2:-} ]] || wrong "$option needs a value"
                shift
                case $option in
                    -D) DEFINITIONS+=("$1") ;;
                    --configDir)
                        [[ -d $1 ]] || wrong "--configDir is '$1', which is no folder"
                        HOLDFAST_CONF_DIR=$1
                        ;;
                    --host-name)
                        HOST_NAME=$1
                        CALLED_BY_SCRIPT=yes
                        ;;
                    --beside)
                        [[ $1 =~ ^[0-9]{1,5}$ ]] || wrong "--beside takes a whole number, not '$1'"
                        BESIDE=$1
                        ;;
                esac
                ;;
            -*) wrong "unknown option '$option'" "$option" -D --configDir --help ;;
            *) OPERANDS+=("$option") ;;
        esac
        shift
    done
}

# --- the configuration ---------------------------------------------------------------------------

require_distribution() {
    require_home
    HOLDFAST_CONF_DIR=$(realpath -- "$HOLDFAST_CONF_DIR")
}

# read_plan KIND: sets PID_DIR, LOG_DIR and what else a plan of this kind says; see LaunchPlan. What is wrong with the
# configuration ends the script.
read_plan() {
    local text what thing
    JVM=()
    SSH=()
    MASTERS=()
    WORKERS=()
    MODE=
    QUORUM_SIZE=
    LOG_DIR=
    require_java
    # Who called this script has said the warnings.
    prepare_client ${CALLED_BY_SCRIPT:+-Dholdfast.warned=true}
    text=$("${CLIENT[@]}" org.holdfast.runtime.standalone.LaunchPlanMain \
        "$(basename "$0")" "$1" "$HOLDFAST_CONF_DIR" "${DEFINITIONS[@]}") || exit
    while read -r what thing; do
        case $what in
            pid-dir) PID_DIR=$thing ;;
            log-dir) LOG_DIR=$thing ;;
            jvm) JVM+=("$thing") ;;
            ssh) SSH+=("$thing") ;;
            mode) MODE=$thing ;;
            peers) QUORUM_SIZE=$thing ;;
            master) MASTERS+=("$thing") ;;
            worker) WORKERS+=("$thing") ;;
            warning) echo "$(basename "$0"): Warning: $thing" >&2 ;;
        esac
    done <<<"$text"
    PID_DIR=${HOLDFAST_PID_DIR:-$PID_DIR}
    LOG_DIR=${HOLDFAST_LOG_DIR:-$LOG_DIR}
}

# wait_for SECONDS COMMAND...: until the command succeeds; returns 1 after the given time.
wait_for() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.05
    done
}
