package org.holdfast.client.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and sizes as people read them. */
final class Figures {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss").withZone(ZoneId.systemDefault());

    private Figures() {}

    /** A time of day, from milliseconds since 1970. */
    static String time(long epochMillis) {
        return TIME.format(Instant.ofEpochMilli(epochMillis));
    }

    /** A duration, as {@code 80 ms} or {@code 2.5 s}. */
    static String millis(long millis) {
        return millis < 1_000
                ? millis + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    /** A duration, as {@code 0.3 ms} or {@code 80 ms}. */
    static String micros(long micros) {
        return micros < 10_000
                ? String.format(Locale.ROOT, "%.1f ms", micros / 1_000.0)
                : millis(micros / 1_000);
    }

    /** A size, as {@code 512 bytes} or {@code 1.2 MB}. */
    static String bytes(long bytes) {
        if (bytes < 1_024) {
            return bytes + " bytes";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1_024) {
            value /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", value, "KMGTPE".charAt(unit));
    }
}
