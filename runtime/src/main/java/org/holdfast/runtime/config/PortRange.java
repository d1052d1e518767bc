package org.holdfast.runtime.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports to try, in order: {@code 50010}, {@code 50000-50025}, or a mixture of both, separated by
 * commas. Port 0 lets the system choose.
 *
 * @param ports each once, at least one
 */
public record PortRange(List<Integer> ports) {

    private static final Pattern PART = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");
    private static final int MAX_PORT = 65535;

    public PortRange {
        ports = List.copyOf(ports);
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("no port given");
        }
    }

    /** One port. */
    public static PortRange of(int port) {
        return new PortRange(List.of(port));
    }

    /** Reads the form {@link #toString} writes. */
    public static PortRange parse(String text) {
        Set<Integer> ports = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.trim());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + part + "' is not a port or a range");
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (first > last || last > MAX_PORT) {
                throw new IllegalArgumentException("'" + part + "' is not within 0 to 65535");
            }
            for (int port = first; port <= last; port++) {
                ports.add(port);
            }
        }
        return new PortRange(List.copyOf(ports));
    }

    /** Ports and ranges, as short as possible: {@code 50010,50020-50025}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < ports.size()) {
            int end = i;
            while (end + 1 < ports.size() && ports.get(end + 1) == ports.get(end) + 1) {
                end++;
            }
            text.append(text.isEmpty() ? "" : ",").append(ports.get(i));
            if (end > i) {
                text.append('-').append(ports.get(end));
            }
            i = end + 1;
        }
        return text.toString();
    }
}
