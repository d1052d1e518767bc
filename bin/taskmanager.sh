#!/usr/bin/env bash
# Starts and stops a TaskManager of a standalone cluster on this machine.
. "$(dirname "$(readlink -f "$0")")/daemon.sh"

usage() {
    cat <<'TEXT'
Usage: taskmanager.sh start|start-foreground [options]
       taskmanager.sh stop|stop-all

A TaskManager of a standalone cluster on this machine, in the background or in this terminal. It
looks for the JobManager itself, for as long as taskmanager.registration.timeout.

  start             starts one and waits until it runs, 30 s at most
  start-foreground  becomes one, which also logs to the terminal
  stop              ends the one that was started last
  stop-all          ends all of them, the last one first

Options:
  -D KEY=VALUE      overrides conf/flink-conf.yaml; may be repeated
  --configDir DIR   the folder of flink-conf.yaml (default: $HOLDFAST_CONF_DIR, else conf)
  --host-name NAME  what this host is called in what is printed; start-cluster.sh uses it
  --beside N        so many that run already are not worth a notice; start-cluster.sh uses it
  --help            this text

Process ids: holdfast-<user>-taskexecutor.pid in $HOLDFAST_PID_DIR, else env.pid.dir.
Logs: holdfast-<user>-taskexecutor-<n>-<host>.log and .out in $HOLDFAST_LOG_DIR, else env.log.dir,
else log; .1 to .5 are those of earlier starts.

Exit codes: 0 done; 1 failed; 2 wrong option or configuration; in the foreground the TaskManager's.
TEXT
}

SERVICE=taskexecutor
parse_options "$@"
take_action
take_operands 0
require_distribution
perform taskmanager org.holdfast.runtime.process.TaskManagerMain --configDir "$HOLDFAST_CONF_DIR" \
    "${DEFINITIONS[@]/#/-D}"
