#!/usr/bin/env bash
# Starts a session on YARN, attaches to one, or shows what YARN has to offer. See --help.
. "$(dirname "$(readlink -f "$0")")/config.sh"
exec_client org.holdfast.client.cli.YarnSessionMain "$@"
