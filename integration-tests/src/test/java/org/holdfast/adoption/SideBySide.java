package org.holdfast.adoption;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The table that compares systems; the script prints its head. */
final class SideBySide {

    private SideBySide() {}

    /** A row: medians and maxima. */
    static String row(String label, List<Outage> outages) {
        return "| %s | %d | %s | %s | %s | %s | %d | %d |"
                .formatted(
                        label,
                        outages.size(),
                        medianAndMost(outages, Outage::longestStallMillis),
                        medianAndMost(outages, Outage::again),
                        medianAndMost(outages, Outage::longestGapMillis),
                        medianAndMost(outages, Outage::checkpointMillis),
                        outages.stream().mapToInt(Outage::attemptsChanged).sum(),
                        outages.stream().mapToInt(Outage::taskManagersGone).sum());
    }

    private static String medianAndMost(List<Outage> outages, ToDoubleFunction<Outage> value) {
        double[] sorted = outages.stream().mapToDouble(value).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%,.0f / %,.0f",
                sorted[(sorted.length - 1) / 2],
                sorted[sorted.length - 1]);
    }
}
