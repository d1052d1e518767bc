#!/usr/bin/env bash
# Stands in for java. Plans are made by a real one; a daemon does what the next line of behaviour/SERVICE says, "exit
# N", or runs until it is told to end. SIGUSR1 ends it with status 3.
set -eu
sandbox=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
trap 'exit 143' TERM
trap 'exit 3' USR1
started='' log='' service='' instance=''
for word in "$@"; do
    case $word in
        *LaunchPlanMain) exec "$REAL_JAVA" "$@" ;;
        -Dholdfast.service=*) service=${word#*=} ;;
        -Dholdfast.instance=*) instance=${word#*=} ;;
        -Dholdfast.started.file=*) started=${word#*=} ;;
        -Dlog.file=*) log=${word#*=} ;;
    esac
done
printf '%s\n' "$@" >"$sandbox/started/$service-$instance"
behaviour=$sandbox/behaviour/$service
if [[ -s $behaviour ]]; then
    read -r action status <"$behaviour"
    sed -i 1d "$behaviour"
    if [[ $action == exit ]]; then
        printf '2026-01-01 00:00:00,000 INFO  [main] Main - It begins\n' >>"$log"
        printf '2026-01-01 00:00:00,001 ERROR [main] Main - There is no port left:\nnone of 2\n\tat Main.main\n' >>"$log"
        exit "$status"
    fi
fi
echo "output of $service"
[[ -z $started ]] || : >"$started"
while :; do
    /bin/sleep 0.5 &
    wait $! || true
done
