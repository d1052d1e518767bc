#!/usr/bin/env bash
# Starts a standalone cluster.
. "$(dirname "$(readlink -f "$0")")/hosts.sh"

usage() {
    cat <<'TEXT'
Usage: start-cluster.sh [options]

Starts a JobManager for each line of conf/masters and a TaskManager for each line of conf/workers:
on this machine if the line says localhost, else through ssh, on hosts that have Holdfast in the
same folder. With high availability one JobManager leads and the others stand by; the ZooKeeper
quorum has to run.

Options:
  -D KEY=VALUE      overrides conf/flink-conf.yaml, for all processes; may be repeated
  --configDir DIR   the folder of flink-conf.yaml, masters and workers (default: $HOLDFAST_CONF_DIR,
                    else conf)
  --help            this text

Exit codes: 0 done; 1 something did not start, the rest did; 2 wrong option or configuration,
nothing was started.
TEXT
}

parse_options "$@"
[[ ${#OPERANDS[@]} -eq 0 ]] || wrong "'${OPERANDS[0]}' is no option of this command"
require_distribution
read_plan cluster
export_folders

if [[ $MODE == single ]]; then
    echo "Starting cluster."
else
    echo "Starting HA cluster with ${#MASTERS[@]} masters${QUORUM_SIZE:+ and $QUORUM_SIZE peers in ZooKeeper quorum}."
fi
for master in "${MASTERS[@]}"; do
    read -r host address port <<<"$master"
    add_call "$host" jobmanager.sh start "$address" ${port:+"$port"} "${DEFINITIONS[@]/#/-D}" \
        --beside "$(count_calls "$host" jobmanager.sh)"
done
make_calls staggered
for host in "${WORKERS[@]}"; do
    add_call "$host" taskmanager.sh start "${DEFINITIONS[@]/#/-D}" --beside "$(count_calls "$host" taskmanager.sh)"
done
make_calls staggered
end_with_outcome
