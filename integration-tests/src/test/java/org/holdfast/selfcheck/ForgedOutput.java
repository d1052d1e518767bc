package org.holdfast.selfcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The output a job would have written, in some interleaving of its splits, to be tampered with
 * before it is written to files.
 */
final class ForgedOutput {

    static final int RECORDS = 4000;
    static final int KEYS = 37;
    static final int SPLITS = 4;
    private static final int PARTS = 6;

    private final Random random = new Random(7);

    /** Lines in the order in which the records were processed. */
    final List<String> lines = new ArrayList<>();

    ForgedOutput() {
        Map<Long, Link> chains = new HashMap<>();
        processed().forEach(number -> lines.add(extend(chains, number).toString()));
    }

    /** All numbers, those of each split in their order, splits interleaved at random. */
    private List<Long> processed() {
        long[] next = new long[SPLITS];
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < RECORDS) {
            int split = random.nextInt(SPLITS);
            long number = split + SPLITS * next[split];
            if (number < RECORDS) {
                next[split]++;
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static Link extend(Map<Long, Link> chains, long number) {
        long key = Link.keyOf(number, KEYS);
        return chains.merge(
                key, Link.first(key, number), (previous, unused) -> previous.next(number));
    }

    Link link(int place) {
        return Link.parse(lines.get(place)).orElseThrow();
    }

    /** Places of a key's lines, in the order of its chain. */
    List<Integer> placesOf(long key) {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < lines.size(); place++) {
            if (link(place).key() == key) {
                places.add(place);
            }
        }
        return places;
    }

    /** Replaces a key's lines from one of them on by the chain of other numbers. */
    void rechain(List<Integer> places, int from, Link before, List<Long> numbers) {
        Link previous = before;
        for (int i = 0; i < numbers.size(); i++) {
            previous =
                    previous == null
                            ? Link.first(link(places.get(from)).key(), numbers.get(i))
                            : previous.next(numbers.get(i));
            lines.set(places.get(from + i), previous.toString());
        }
    }

    /** Writes the lines to part files, as a sink behind a rebalance would. */
    void write(Path directory) throws IOException {
        List<StringBuilder> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            parts.add(new StringBuilder());
        }
        for (String line : lines) {
            parts.get(random.nextInt(PARTS)).append(line).append('\n');
        }
        Files.createDirectories(directory);
        for (int i = 0; i < PARTS; i++) {
            Files.writeString(directory.resolve("part-" + i), parts.get(i));
        }
    }
}
