package org.holdfast.runtime.standalone;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.holdfast.runtime.config.InvalidConfigurationException;

/**
 * What {@code conf/masters} or {@code conf/workers} says: a host a line, without comments ({@code
 * #} to the end of the line) and blank lines.
 */
record HostsFile(Path file, List<Line> lines) {

    /** What a host's name or address may look like; an address of IP 6 is in brackets. */
    static final String HOST = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}|\\[[0-9A-Fa-f:.]{2,45}]";

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");

    private static final int MAX_LINES = 10_000;

    /**
     * One line.
     *
     * @param number from 1
     * @param text not blank
     */
    record Line(int number, String text) {}

    HostsFile {
        requireNonNull(file, "file");
        lines = List.copyOf(lines);
    }

    /**
     * Reads it; empty if there is no such file.
     *
     * @throws InvalidConfigurationException if it cannot be read
     */
    static Optional<HostsFile> read(Path file) {
        List<String> all;
        try {
            all = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedInputException e) {
            throw new InvalidConfigurationException(file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new InvalidConfigurationException("Could not read " + file + ": " + e, e);
        }
        if (all.size() > MAX_LINES) {
            throw new InvalidConfigurationException(
                    file + " has more than " + MAX_LINES + " lines");
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String text = all.get(i).replaceFirst("#.*", "").trim();
            if (!text.isEmpty()) {
                lines.add(new Line(i + 1, text));
            }
        }
        return Optional.of(new HostsFile(file, lines));
    }

    /** Says that a line cannot be used. */
    InvalidConfigurationException refuse(Line line, String expected) {
        return new InvalidConfigurationException(
                "%s, line %d: '%s' (expected: %s)"
                        .formatted(file, line.number(), line.text(), expected));
    }

    /** Whether the host is this machine, whichever that is. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }
}
