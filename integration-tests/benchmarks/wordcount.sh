#!/usr/bin/env bash
# Counts the words of a generated text at parallelism 4 over two TaskManagers, checks every count against a plain count
# of the same text, and prints time, rate and peak memory.
# Usage: integration-tests/benchmarks/wordcount.sh [MEGABYTES]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
megabytes=${1:-1100}
[[ $megabytes =~ ^[0-9]+$ ]] || die "MEGABYTES is '$megabytes' (expected: a whole number)"

# 20,000 words, frequent ones more frequent, in lines of ten.
awk -v megabytes="$megabytes" 'BEGIN {
    srand(42)
    for (i = 0; i < 20000; i++) word[i] = sprintf("w%x", (i * 2654435761) % 4294967296)
    while (size < megabytes * 1048576) {
        line = ""
        for (i = 0; i < 10; i++) { r = rand(); line = line word[int(r * r * 20000)] (i < 9 ? " " : "") }
        print line
        size += length(line) + 1
    }
}' >"$work/text"
tr -cs '[:alnum:]_' '\n' <"$work/text" | awk 'NF { n[$0]++ } END { for (w in n) print w "\t" n[w] }' | sort >"$work/expected"

input="/benchmark/$$/in" output="/benchmark/$$/out"
"$root/bin/local-hadoop.sh" fs -mkdir -p "$input"
"$root/bin/local-hadoop.sh" fs -put "$work/text" "$input/text"
start_session -n 2 -s 2 -jm 768 -tm 1536

start=$(millis)
"$root/bin/holdfast" run -p 4 "$root"/dist/target/holdfast-0.1.0/examples/WordCount.jar --input "$input" --output "$output"
elapsed=$(($(millis) - start))
am=$(resident "$(session_pids ApplicationMaster)" peak)
tm=$(for pid in $(session_pids TaskManagerMain); do resident "$pid" peak; done | sort -n | tail -n 1)

"$root/bin/local-hadoop.sh" fs -cat "$output/part-*" | sort >"$work/counted"
"$root/bin/local-hadoop.sh" fs -rm -r -skipTrash "/benchmark/$$" >/dev/null
cmp "$work/expected" "$work/counted" || die "the counts are wrong"

lines=$(wc -l <"$work/text") words=$(awk '{ n += $2 } END { print n }' "$work/counted")
echo "| text | lines | words | distinct | seconds | lines/s | words/s | peak ApplicationMaster | peak TaskManager |"
echo "|---|---|---|---|---|---|---|---|---|"
echo "| $(($(stat -c %s "$work/text") / 1048576)) MB | $lines | $words | $(wc -l <"$work/counted") | $((elapsed / 1000)).$((elapsed % 1000 / 100)) |" \
    "$((lines * 1000 / elapsed)) | $((words * 1000 / elapsed)) | $am MB | $tm MB |"
echo "All $(wc -l <"$work/counted") counts are right."
