#!/usr/bin/env bash
# Stops a standalone cluster.
. "$(dirname "$(readlink -f "$0")")/hosts.sh"

usage() {
    cat <<'TEXT'
Usage: stop-cluster.sh [options]

Stops what start-cluster.sh started: a TaskManager for each line of conf/workers, then a JobManager
for each line of conf/masters, on each host the last one first.

Options:
  --configDir DIR   the folder of flink-conf.yaml, masters and workers (default: $HOLDFAST_CONF_DIR,
                    else conf)
  --help            this text

Exit codes: 0 done; 1 something did not stop, or could not be reached; 2 wrong option or
configuration, nothing was stopped.
TEXT
}

parse_options "$@"
[[ ${#OPERANDS[@]} -eq 0 ]] || wrong "'${OPERANDS[0]}' is no option of this command"
[[ ${#DEFINITIONS[@]} -eq 0 ]] || wrong "this command takes no -D"
require_distribution
read_plan cluster-hosts
export_folders

for ((i = ${#WORKERS[@]} - 1; i >= 0; i--)); do
    add_call "${WORKERS[i]}" taskmanager.sh stop
done
make_calls strict
for ((i = ${#MASTERS[@]} - 1; i >= 0; i--)); do
    add_call "${MASTERS[i]%% *}" jobmanager.sh stop
done
make_calls strict
end_with_outcome
