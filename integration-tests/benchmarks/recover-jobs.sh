#!/usr/bin/env bash
# Stores JOBS small jobs, each with graph, ledger and one checkpoint, as one JobManager does, and measures how long the next
# ones take to read them all, and with how many requests. Prints a Markdown table.
# Usage: integration-tests/benchmarks/recover-jobs.sh [JOBS [ROUNDS]]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
jobs=${1:-1000}
rounds=${2:-5}
[[ $jobs =~ ^[0-9]+$ && $rounds =~ ^[0-9]+$ ]] || die "JOBS and ROUNDS are whole numbers, not '$jobs' and '$rounds'"
[[ -n ${HOLDFAST_ZOOKEEPER:-} ]] || die "HOLDFAST_ZOOKEEPER is not set. eval \"\$(bin/local-hadoop.sh env)\""

java_program org.holdfast.faults.RecoverJobsMain \
    --zookeeper "$HOLDFAST_ZOOKEEPER" --storage hdfs:///holdfast/recover-jobs --jobs "$jobs" --rounds "$rounds"
