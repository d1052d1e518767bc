#!/usr/bin/env bash
# Measures, over ROUNDS sessions: start of a session, submission with containers to be started (cold) and without
# (warm) to the first record, and the idle memory of both kinds of process. Prints a Markdown table.
# Usage: integration-tests/benchmarks/startup.sh [ROUNDS]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
rounds=${1:-10}
[[ $rounds =~ ^[0-9]+$ ]] || die "ROUNDS is '$rounds' (expected: a whole number)"

# Submits a job and prints how many milliseconds pass until its first record.
first_record() {
    local stamp="$work/stamp.$RANDOM" start
    start=$(millis)
    "$root/bin/holdfast" run -d -p 2 -c org.holdfast.testjobs.FirstRecord "$jobs_jar" --stamp "$stamp" >"$work/run.out" 2>&1 ||
        { cat "$work/run.out" >&2; die "the job was not accepted"; }
    for _ in $(seq 600); do
        [[ -s $stamp ]] && break
        sleep 0.05
    done
    [[ -s $stamp ]] || die "no record after 30 s"
    echo $(($(cat "$stamp") - start))
}

for round in $(seq "$rounds"); do
    start=$(millis)
    start_session -jm 768 -tm 1024 -s 2
    echo $(($(millis) - start)) >>"$work/session"
    first_record >>"$work/cold"
    for _ in 1 2; do
        first_record >>"$work/warm"
    done
    sleep 3
    resident "$(session_pids ApplicationMaster)" now >>"$work/am"
    for pid in $(session_pids TaskManagerMain); do
        resident "$pid" now >>"$work/tm"
    done
    stop_session
    echo "round $round: session $(tail -n 1 "$work/session") ms, cold $(tail -n 1 "$work/cold") ms, warm $(tail -n 1 "$work/warm") ms," \
        "ApplicationMaster $(tail -n 1 "$work/am") MB, TaskManager $(tail -n 1 "$work/tm") MB" >&2
done

echo "| what | unit | min / median / max of $rounds |"
echo "|---|---|---|"
echo "| yarn-session.sh start to session ready | ms | $(summary <"$work/session") |"
echo "| submission to first record, containers to be started | ms | $(summary <"$work/cold") |"
echo "| submission to first record, warm session | ms | $(summary <"$work/warm") |"
echo "| ApplicationMaster resident, idle | MB | $(summary <"$work/am") |"
echo "| TaskManager resident, idle | MB | $(summary <"$work/tm") |"
