package org.holdfast.runtime.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts option values are written as. Parsers throw {@link IllegalArgumentException}. */
final class ConfigValues {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*([a-zµ]*)");
    private static final Map<String, Duration> UNITS =
            Map.ofEntries(
                    Map.entry("", Duration.ofMillis(1)),
                    Map.entry("ms", Duration.ofMillis(1)),
                    Map.entry("milli", Duration.ofMillis(1)),
                    Map.entry("millis", Duration.ofMillis(1)),
                    Map.entry("millisecond", Duration.ofMillis(1)),
                    Map.entry("milliseconds", Duration.ofMillis(1)),
                    Map.entry("s", Duration.ofSeconds(1)),
                    Map.entry("sec", Duration.ofSeconds(1)),
                    Map.entry("second", Duration.ofSeconds(1)),
                    Map.entry("seconds", Duration.ofSeconds(1)),
                    Map.entry("m", Duration.ofMinutes(1)),
                    Map.entry("min", Duration.ofMinutes(1)),
                    Map.entry("minute", Duration.ofMinutes(1)),
                    Map.entry("minutes", Duration.ofMinutes(1)),
                    Map.entry("h", Duration.ofHours(1)),
                    Map.entry("hour", Duration.ofHours(1)),
                    Map.entry("hours", Duration.ofHours(1)),
                    Map.entry("d", Duration.ofDays(1)),
                    Map.entry("day", Duration.ofDays(1)),
                    Map.entry("days", Duration.ofDays(1)));

    private ConfigValues() {}

    static Integer parseInteger(String text) {
        return Integer.valueOf(text);
    }

    static Double parseDouble(String text) {
        return Double.valueOf(text);
    }

    static Boolean parseBoolean(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.equals("true") && !lower.equals("false")) {
            throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        }
        return Boolean.valueOf(lower);
    }

    static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not a duration");
        }
        try {
            return unit.multipliedBy(Long.parseLong(matcher.group(1)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too long", e);
        }
    }

    static String printDuration(Duration value) {
        long millis = value.toMillis();
        if (millis != 0 && millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis != 0 && millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    static <E extends Enum<E>> E parseChoice(String text, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(
                        constant ->
                                printChoice(constant)
                                        .equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not known"));
    }

    static String printChoice(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> parseList(String text) {
        return Arrays.stream(text.split("[;,]"))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
