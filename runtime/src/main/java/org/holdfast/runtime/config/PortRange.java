package org.holdfast.runtime.config;

import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ports to choose from.
 *
 * @param spans in the order to try them, at least one
 */
public record PortRange(List<Span> spans) {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");

    public PortRange {
        spans = List.copyOf(spans);
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("ports: none (expected: at least one)");
        }
    }

    /** Ports next to each other, both ends included; 0 means any free port. */
    public record Span(int first, int last) {

        public Span {
            if (first < 0 || last < first || last > 65535) {
                throw new IllegalArgumentException(
                        "ports: " + first + "-" + last + " (expected: 0 to 65535, ascending)");
            }
        }

        @Override
        public String toString() {
            return first == last ? String.valueOf(first) : first + "-" + last;
        }
    }

    /** One port. */
    public static PortRange of(int port) {
        return new PortRange(List.of(new Span(port, port)));
    }

    /** Reads {@code 50010}, {@code 50000-50025}, or several of those with commas. */
    public static PortRange parse(String text) {
        return new PortRange(Arrays.stream(text.split(",", -1)).map(PortRange::span).toList());
    }

    private static Span span(String text) {
        Matcher matcher = SPAN.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is neither a port nor a range");
        }
        int first = Integer.parseInt(matcher.group(1));
        return new Span(
                first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
    }

    /** All ports, in the order to try them. */
    public PrimitiveIterator.OfInt candidates() {
        return spans.stream()
                .flatMapToInt(span -> IntStream.rangeClosed(span.first(), span.last()))
                .iterator();
    }

    @Override
    public String toString() {
        return spans.stream().map(Span::toString).collect(Collectors.joining(","));
    }
}
