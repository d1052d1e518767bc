#!/usr/bin/env bash
# Starts and stops a bundled ZooKeeper server on this machine.
. "$(dirname "$(readlink -f "$0")")/daemon.sh"

usage() {
    cat <<'TEXT'
Usage: zookeeper.sh start|start-foreground PEER_ID [options]
       zookeeper.sh stop|stop-all

A ZooKeeper server of those in conf/zoo.cfg, on this machine, in the background or in this terminal.

  start             starts it and waits until it serves, 30 s at most; one of several until it
                    takes part in their election
  start-foreground  becomes it, which also logs to the terminal
  stop              ends the one that was started last
  stop-all          ends all of them, the last one first
  PEER_ID           X of its line in conf/zoo.cfg, server.X=host:peerPort:leaderPort

Options:
  -D KEY=VALUE      overrides conf/flink-conf.yaml; may be repeated
  --configDir DIR   the folder of zoo.cfg (default: $HOLDFAST_CONF_DIR, else conf)
  --host-name NAME  what this host is called in what is printed; start-zookeeper-quorum.sh uses it
  --beside N        so many that run already are not worth a notice; the same script uses it
  --help            this text

Process ids: holdfast-<user>-zookeeper.pid in $HOLDFAST_PID_DIR, else env.pid.dir.
Logs: holdfast-<user>-zookeeper-<n>-<host>.log and .out in $HOLDFAST_LOG_DIR, else env.log.dir, else
log; .1 to .5 are those of earlier starts.

Exit codes: 0 done; 1 failed; 2 wrong option or configuration; in the foreground the server's.
TEXT
}

SERVICE=zookeeper
parse_options "$@"
take_action
take_operands 1
id=${OPERANDS[0]:-}
if [[ $ACTION == start* ]]; then
    [[ -n $id ]] || wrong "$ACTION needs a PEER_ID, as in '$ACTION 1'"
    [[ $id =~ ^[0-9]{1,3}$ ]] || wrong "PEER_ID is a whole number, not '$id'"
fi
require_distribution
perform zookeeper org.holdfast.ha.zookeeper.server.ZooKeeperPeerMain "$HOLDFAST_CONF_DIR/zoo.cfg" "$id"
