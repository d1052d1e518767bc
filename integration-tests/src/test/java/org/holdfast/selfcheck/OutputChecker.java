package org.holdfast.selfcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Decides whether the committed output of a {@link SelfCheckingJob} holds each record exactly once.
 * Streams the output; memory is a bit per record, and a share of the links. For one check.
 */
public final class OutputChecker {

    /** About how many links are held in memory at a time. */
    private static final long LINKS_PER_BUCKET = 200_000;

    private static final int MOST_BUCKETS = 500;

    private final int records;
    private final int keys;
    private final int splits;
    private final Findings findings = new Findings();
    private final BitSet seen;
    private long lines;

    /**
     * @param records how many the job was told to make
     * @param keys how many the job was told to have
     * @param splits parallelism of its source
     */
    public OutputChecker(int records, int keys, int splits) {
        if (records < 0 || keys < 1 || splits < 1) {
            throw new IllegalArgumentException(
                    "records %d, keys %d, splits %d (expected: at least 0, 1, 1)"
                            .formatted(records, keys, splits));
        }
        this.records = records;
        this.keys = keys;
        this.splits = splits;
        this.seen = new BitSet(records);
    }

    /**
     * Reads and judges.
     *
     * @throws IOException if the output cannot be read; that says nothing about its records
     */
    Verdict check(CommittedOutput output) throws IOException {
        int buckets = (int) Math.min(records / LINKS_PER_BUCKET + 1, MOST_BUCKETS);
        Path directory = Files.createTempDirectory("holdfast-selfcheck");
        try (LinkBuckets links = new LinkBuckets(directory, buckets)) {
            int files = output.read(new Reader(links));
            BitSet keysWithLost = findLost();
            for (int bucket = 0; bucket < links.number(); bucket++) {
                checkHistories(links.read(bucket), keysWithLost);
            }
            return findings.verdict(records, files, lines);
        } finally {
            Files.deleteIfExists(directory);
        }
    }

    private final class Reader implements CommittedOutput.Visitor {

        private final LinkBuckets links;

        Reader(LinkBuckets links) {
            this.links = links;
        }

        @Override
        public void onLine(String place, String line) throws IOException {
            lines++;
            Link link = Link.parse(line).filter(OutputChecker.this::isOurs).orElse(null);
            if (link == null) {
                findings.corrupt("%s: '%s' is no line of this job".formatted(place, line));
                return;
            }
            int number = (int) link.number();
            if (seen.get(number)) {
                findings.duplicated("%s: record %d again: '%s'".formatted(place, number, link));
            }
            seen.set(number);
            links.add(link);
        }

        @Override
        public void onHalfLine(String place, String text) {
            lines++;
            findings.corrupt(
                    "%s: '%s' has no line end: the file is half-written".formatted(place, text));
        }
    }

    private boolean isOurs(Link link) {
        return link.number() >= 0
                && link.number() < records
                && link.key() == Link.keyOf(link.number(), keys)
                && link.count() >= 1;
    }

    private BitSet findLost() {
        BitSet keysWithLost = new BitSet();
        for (int lost = seen.nextClearBit(0); lost < records; lost = seen.nextClearBit(lost + 1)) {
            long key = Link.keyOf(lost, keys);
            keysWithLost.set((int) key);
            findings.lost("record %d of key %d".formatted(lost, key));
        }
        return keysWithLost;
    }

    private void checkHistories(List<Link> links, BitSet keysWithLost) {
        links.sort(KeyHistory.ORDER);
        int from = 0;
        for (int i = 1; i <= links.size(); i++) {
            if (i == links.size() || links.get(i).key() != links.get(from).key()) {
                boolean hasLost = keysWithLost.get((int) links.get(from).key());
                new KeyHistory(findings, splits, hasLost).check(links.subList(from, i));
                from = i;
            }
        }
    }
}
