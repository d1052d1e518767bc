#!/usr/bin/env bash
# Proves exactly once: kills TaskManagers with -9 while self-checking jobs run, and checks what they committed.
usage() {
    cat <<'TEXT'
Usage: taskmanager-kills.sh [KILLS] [--seed N] [--option value ...]

Starts a local Hadoop and a session of four TaskManagers with one slot, runs a self-checking job
with a checkpoint every second, and kills -9 TaskManagers, one to all at once, at random moments,
until KILLS kills took effect. Then lets the job end and checks its committed output: each record
must be there once, in an unbroken chain of its key. Prints seed, faults and verdict.

  KILLS            how many processes are to be killed (default: 200)
  --seed N         decides moments and victims (default: the time of day)
  --records N      how many records a job makes (default: 10,000 for each kill)
  --rate N         how many in a second (default: 10000)
  --keys N         how many keys they have (default: 1000)
  --sink plain     uses a sink that is not exactly once: the verdict must then be BROKEN
  --help           this text

Needs 'mvn -DskipTests package'. Exit codes: 0 exactly once, 1 lost, duplicated or corrupt
records or a failed job, 2 wrong option, or the run itself went wrong.
TEXT
}

kills_default=200
source "$(dirname "${BASH_SOURCE[0]}")/kills.sh"
read_options "$@"
start_hadoop
start_session
run_kills --rest "$rest"
