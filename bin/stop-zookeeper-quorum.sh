#!/usr/bin/env bash
# Stops the bundled ZooKeeper servers.
. "$(dirname "$(readlink -f "$0")")/hosts.sh"

usage() {
    cat <<'TEXT'
Usage: stop-zookeeper-quorum.sh [options]

Stops what start-zookeeper-quorum.sh started: a ZooKeeper server for each line
server.X=host:peerPort:leaderPort in conf/zoo.cfg, on each host the last one first.

Options:
  --configDir DIR   the folder of zoo.cfg and flink-conf.yaml (default: $HOLDFAST_CONF_DIR, else conf)
  --help            this text

Exit codes: 0 done; 1 something did not stop, or could not be reached; 2 wrong option or
configuration, nothing was stopped.
TEXT
}

parse_options "$@"
[[ ${#OPERANDS[@]} -eq 0 ]] || wrong "'${OPERANDS[0]}' is no option of this command"
[[ ${#DEFINITIONS[@]} -eq 0 ]] || wrong "this command takes no -D"
require_distribution
read_plan folders
read_peers
export_folders

for ((i = ${#PEERS[@]} - 1; i >= 0; i--)); do
    add_call "${PEERS[i]#* }" zookeeper.sh stop
done
make_calls strict
end_with_outcome
