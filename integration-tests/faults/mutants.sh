#!/usr/bin/env bash
# Breaks the protocol in one line at a time, and looks whether the simulation notices.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: mutants.sh [NAME ...]

For each line of mutants.txt: changes a copy of the source, compiles it, runs seeds of the
simulation until one violates an invariant, and prints that seed and the invariant.

  NAME      only these mutants (default: all)
  --help    this text

Environment: SEEDS, how many seeds a mutant may survive (default 6000).
Needs 'mvn -DskipTests package'. Exit codes: 0 all mutants were killed, 1 one survived, 2 wrong
argument, a mutant could not be made, or the build is missing.
TEXT
}

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
seeds=${SEEDS:-6000}

die() {
    echo "$(basename "$0"): $*" >&2
    exit 2
}

case ${1:-} in
    -h | --help)
        usage
        exit 0
        ;;
esac

home=("$root"/dist/target/holdfast-*/)
tests=$root/runtime/target/test-classes
[[ -d ${home[0]} && -d $tests ]] || die "Holdfast is not built. Run 'mvn -DskipTests package' first."
libraries="${home[0]}lib/*:${home[0]}opt/local-hadoop/*"

work=$(mktemp -d "${TMPDIR:-/tmp}/holdfast-mutants.XXXXXX")
trap 'rm -rf "$work"' EXIT

# name module source sed
make_mutant() {
    local source=$root/$2/src/main/java/org/holdfast/$3.java
    local copy=$work/$1/source/org/holdfast/$3.java
    [[ -f $source ]] || die "$1: there is no $source"
    mkdir -p "$(dirname "$copy")" "$work/$1/classes"
    sed -E "$4" "$source" >"$copy"
    ! cmp -s "$source" "$copy" || die "$1: its change does not apply to $source"
    javac -nowarn -parameters -proc:none --release 17 -d "$work/$1/classes" -cp "$libraries" \
        "$copy" 2>"$work/$1/errors" || {
        cat "$work/$1/errors" >&2
        die "$1 does not compile"
    }
}

trim() {
    sed -E 's/^ +| +$//g' <<<"$1"
}

printf '%-24s %-8s %-6s %s\n' mutant seed by 'what is broken'
killed=0
survived=0
while IFS='|' read -r name source change broken; do
    name=$(trim "$name")
    [[ -n $name && $name != \#* ]] || continue
    [[ $# -eq 0 || " $* " == *" $name "* ]] || continue
    source=$(trim "$source")
    make_mutant "$name" "${source%%:*}" "${source#*:}" "$(trim "$change")"
    result=$(java -Xmx512m -XX:+UseSerialGC -Dlog4j2.level=OFF \
        -cp "$work/$name/classes:$tests:$libraries" \
        org.holdfast.runtime.simulation.world.SimulationMain 1 "$seeds" 1 2>/dev/null |
        grep -m 1 '^seed [0-9]*: ' || true)
    if [[ $result =~ ^seed\ ([0-9]+):\ (I[0-9]+) ]]; then
        killed=$((killed + 1))
        printf '%-24s %-8s %-6s %s\n' "$name" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "$(trim "$broken")"
    elif [[ -n $result ]]; then
        killed=$((killed + 1))
        printf '%-24s %-8s %-6s %s\n' "$name" "$(cut -d' ' -f2 <<<"${result%%:*}")" error "$(trim "$broken")"
    else
        survived=$((survived + 1))
        printf '%-24s %-8s %-6s %s\n' "$name" - none "$(trim "$broken")"
    fi
done <"$here/mutants.txt"

echo "$killed killed, $survived survived"
((survived == 0))
