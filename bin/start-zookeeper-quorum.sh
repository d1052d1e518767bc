#!/usr/bin/env bash
# Starts the bundled ZooKeeper servers.
. "$(dirname "$(readlink -f "$0")")/hosts.sh"

usage() {
    cat <<'TEXT'
Usage: start-zookeeper-quorum.sh [options]

Starts the ZooKeeper server of each line server.X=host:peerPort:leaderPort in conf/zoo.cfg: on this
machine if its host is localhost, else through ssh, on hosts that have Holdfast in the same folder.

Options:
  -D KEY=VALUE      overrides conf/flink-conf.yaml; may be repeated
  --configDir DIR   the folder of zoo.cfg and flink-conf.yaml (default: $HOLDFAST_CONF_DIR, else conf)
  --help            this text

Exit codes: 0 done; 1 something did not start, the rest did; 2 wrong option or configuration,
nothing was started.
TEXT
}

parse_options "$@"
[[ ${#OPERANDS[@]} -eq 0 ]] || wrong "'${OPERANDS[0]}' is no option of this command"
require_distribution
read_plan folders
read_peers
export_folders

for peer in "${PEERS[@]}"; do
    read -r id host <<<"$peer"
    add_call "$host" zookeeper.sh start "$id" "${DEFINITIONS[@]/#/-D}" --beside "$(count_calls "$host" zookeeper.sh)"
done
make_calls staggered
end_with_outcome
