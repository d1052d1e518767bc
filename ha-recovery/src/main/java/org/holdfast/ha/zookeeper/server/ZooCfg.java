package org.holdfast.ha.zookeeper.server;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The lines of a {@code zoo.cfg}, a file of Java properties. Immutable.
 *
 * @param file as given, for messages
 */
record ZooCfg(Path file, List<Entry> entries) {

    /**
     * A key and its value.
     *
     * @param line of the file, from 1 on; the first one if it is continued
     */
    record Entry(int line, String key, String value) {}

    ZooCfg {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidZooCfgException if it is not there, or says something twice
     * @throws IOException if it cannot be read
     */
    static ZooCfg read(Path file) throws IOException, InvalidZooCfgException {
        List<String> lines;
        try {
            // as Java properties are; any bytes are valid
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new InvalidZooCfgException(
                    file
                            + " does not exist. Write it, with a line for each server, such as"
                            + " server.1=localhost:2888:3888.");
        }
        List<Entry> entries = new ArrayList<>();
        for (int first = 0; first < lines.size(); ) {
            int end = first + 1;
            while (end < lines.size() && isContinued(lines.get(end - 1))) {
                end++;
            }
            addEntries(first + 1, lines.subList(first, end), entries);
            first = end;
        }
        ZooCfg read = new ZooCfg(file, entries);
        read.requireEachKeyOnce();
        return read;
    }

    private static boolean isContinued(String line) {
        String text = line.strip();
        int backslashes = text.length() - text.replaceAll("\\\\+$", "").length();
        return backslashes % 2 == 1 && !text.startsWith("#") && !text.startsWith("!");
    }

    private static void addEntries(int number, List<String> lines, List<Entry> into)
            throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(String.join("\n", lines)));
        properties.forEach(
                (key, value) ->
                        into.add(
                                new Entry(number, key.toString().trim(), value.toString().trim())));
    }

    private void requireEachKeyOnce() throws InvalidZooCfgException {
        for (Entry entry : entries) {
            Entry first = find(entry.key()).orElseThrow();
            if (first != entry) {
                throw refuse(List.of(first, entry), entry.key() + " is set twice. Remove one.");
            }
        }
    }

    /** The first line that sets a key. */
    Optional<Entry> find(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /**
     * The whole number a key is set to.
     *
     * @throws InvalidZooCfgException if it is none, or not within the bounds
     */
    Optional<Integer> number(String key, int least, int most) throws InvalidZooCfgException {
        Optional<Entry> entry = find(key);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(entry.get().value());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw refuse(
                List.of(entry.get()),
                "%s is '%s' (expected: a whole number, %s)."
                        .formatted(
                                key,
                                entry.get().value(),
                                most == Integer.MAX_VALUE
                                        ? "at least " + least
                                        : least + " to " + most));
    }

    /** What is wrong with the file as a whole. */
    InvalidZooCfgException refuse(String what) {
        return new InvalidZooCfgException(file + " " + what);
    }

    /** What is wrong with some of its lines. */
    InvalidZooCfgException refuse(List<Entry> entries, String what) {
        return refuseLines(entries.stream().map(Entry::line).toList(), what);
    }

    /** What is wrong with lines of these numbers. */
    InvalidZooCfgException refuseLines(List<Integer> numbers, String what) {
        List<String> lines = numbers.stream().distinct().sorted().map(String::valueOf).toList();
        int last = lines.size() - 1;
        String all =
                last == 0
                        ? "line " + lines.get(0)
                        : "lines "
                                + String.join(", ", lines.subList(0, last))
                                + " and "
                                + lines.get(last);
        return new InvalidZooCfgException("%s, %s: %s".formatted(file, all, what));
    }
}
