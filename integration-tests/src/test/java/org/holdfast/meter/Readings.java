package org.holdfast.meter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What all meters of a job have written so far. Times are {@link System#nanoTime}. */
public final class Readings {

    private final SortedMap<Integer, List<Bucket>> bySubtask;
    private final int attempts;

    /**
     * What came out within a time.
     *
     * @param records per second
     * @param longestGap nanoseconds between two records of one subtask, at most, of the gaps that
     *     ended within the time or had not ended with it
     */
    public record Span(double records, long longestGap) {}

    private Readings(SortedMap<Integer, List<Bucket>> bySubtask, int attempts) {
        this.bySubtask = bySubtask;
        this.attempts = attempts;
    }

    /** Reads a folder of meters. */
    public static Readings of(Path folder) throws IOException {
        SortedMap<Integer, List<Bucket>> buckets = new TreeMap<>();
        int attempts = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Optional<MeterFiles.Owner> owner = MeterFiles.owner(file.getFileName().toString());
                if (owner.isPresent()) {
                    attempts++;
                    List<Bucket> own =
                            buckets.computeIfAbsent(
                                    owner.get().subtask(), first -> new ArrayList<>());
                    Files.readAllLines(file).stream()
                            .map(Bucket::parse)
                            .flatMap(Optional::stream)
                            .forEach(own::add);
                }
            }
        }
        buckets.values().forEach(list -> list.sort(Comparator.comparingLong(Bucket::first)));
        return new Readings(buckets, attempts);
    }

    /** How many attempts of all subtasks have put something out. */
    public int attempts() {
        return attempts;
    }

    /**
     * Whether so many subtasks are known, and each has put something out after this time, the
     * latest of it for the first time.
     */
    public boolean isSettled(int subtasks, long nanoTime) {
        return bySubtask.size() == subtasks
                && bySubtask.values().stream().allMatch(list -> isSettled(list, nanoTime));
    }

    private static boolean isSettled(List<Bucket> own, long nanoTime) {
        Bucket latest = own.isEmpty() ? null : own.get(own.size() - 1);
        return latest != null && latest.first() > nanoTime && latest.again() == 0;
    }

    /** Records that had come before, since the job began. */
    public long again() {
        return bySubtask.values().stream().flatMap(List::stream).mapToLong(Bucket::again).sum();
    }

    /**
     * The longest time, in nanoseconds, in which a subtask put out nothing that had not come
     * before, of those that ended from one time to another; to a tenth of a second.
     */
    public long longestStall(long from, long to) {
        long longest = 0;
        for (List<Bucket> own : bySubtask.values()) {
            long previous = Long.MAX_VALUE;
            for (Bucket bucket : own) {
                if (bucket.records() > bucket.again()) {
                    boolean within = bucket.first() >= from && bucket.first() <= to;
                    if (within && bucket.first() > previous) {
                        longest = Math.max(longest, bucket.first() - previous);
                    }
                    longest = within ? Math.max(longest, bucket.longestGap()) : longest;
                    previous = bucket.last();
                }
            }
        }
        return longest;
    }

    /** What came out from one time to another. */
    public Span between(long from, long to) {
        double records = 0;
        long longestGap = 0;
        for (List<Bucket> own : bySubtask.values()) {
            long previous = Long.MIN_VALUE;
            for (Bucket bucket : own) {
                boolean within = bucket.last() >= from && bucket.first() <= to;
                if (within) {
                    records += bucket.recordsBetween(from, to);
                    longestGap = Math.max(longestGap, bucket.longestGap());
                }
                boolean gapWithin = bucket.first() >= from && previous <= to;
                if (gapWithin && previous != Long.MIN_VALUE) {
                    longestGap = Math.max(longestGap, bucket.first() - previous);
                }
                previous = Math.max(previous, bucket.last());
            }
        }
        return new Span(records * 1e9 / (to - from), longestGap);
    }
}
