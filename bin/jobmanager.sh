#!/usr/bin/env bash
# Starts and stops a JobManager of a standalone cluster on this machine.
. "$(dirname "$(readlink -f "$0")")/daemon.sh"

usage() {
    cat <<'TEXT'
Usage: jobmanager.sh start|start-foreground [HOST] [WEBUI-PORT] [options]
       jobmanager.sh stop|stop-all

A JobManager of a standalone cluster on this machine, in the background or in this terminal.

  start             starts one and waits until it serves, 30 s at most
  start-foreground  becomes one, which also logs to the terminal
  stop              ends the one that was started last
  stop-all          ends all of them, the last one first
  HOST              what the others reach it at (default: jobmanager.rpc.address)
  WEBUI-PORT        its web pages and REST interface; 0 is any free one (default: rest.port)

Options:
  -D KEY=VALUE      overrides conf/flink-conf.yaml; may be repeated
  --configDir DIR   the folder of flink-conf.yaml (default: $HOLDFAST_CONF_DIR, else conf)
  --host-name NAME  what this host is called in what is printed; start-cluster.sh uses it
  --beside N        so many that run already are not worth a notice; start-cluster.sh uses it
  --help            this text

A JobManager that finds that another one leads ends with status 3, and is started again to stand
by. Any other end is final.

Process ids: holdfast-<user>-standalonesession.pid in $HOLDFAST_PID_DIR, else env.pid.dir.
Logs: holdfast-<user>-standalonesession-<n>-<host>.log and .out in $HOLDFAST_LOG_DIR, else
env.log.dir, else log; .1 to .5 are those of earlier starts.

Exit codes: 0 done; 1 failed; 2 wrong option or configuration; in the foreground the JobManager's.
TEXT
}

SERVICE=standalonesession
parse_options "$@"
take_action
take_operands 2
host=${OPERANDS[0]:-}
port=${OPERANDS[1]:-}
[[ -z $port || $port =~ ^[0-9]{1,5}$ && $port -le 65535 ]] || wrong "the port of the web pages is 0 to 65535, not '$port'"
require_distribution
perform jobmanager org.holdfast.runtime.standalone.StandaloneSessionMain --configDir "$HOLDFAST_CONF_DIR" \
    ${host:+--host "$host"} ${port:+--webui-port "$port"} "${DEFINITIONS[@]/#/-D}"
