package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.HaInspection;
import org.holdfast.ha.store.InspectedEntry;
import org.holdfast.ha.store.InspectionReport;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;

/** {@code holdfast ha inspect}: what is kept of a cluster as a tree, and what is wrong with it. */
final class HaInspectionReport {

    private final Configuration configuration;
    private final String clusterId;
    private final PrintStream out;

    /**
     * @param configuration with high availability
     */
    HaInspectionReport(Configuration configuration, String clusterId, PrintStream out) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.clusterId = requireNonNull(clusterId, "clusterId");
        this.out = requireNonNull(out, "out");
    }

    ExitCode print() throws CliException {
        HighAvailabilityServices services =
                HighAvailability.services(configuration, clusterId).orElseThrow();
        String directory =
                HighAvailability.storageDirectory(configuration, clusterId).orElseThrow();
        out.println("Cluster " + clusterId);
        out.println("Pointers: " + services.describe());
        out.println("Files:    " + directory);
        String results = HighAvailability.resultsDirectory(configuration, clusterId).orElseThrow();
        if (!results.startsWith(directory + "/")) {
            out.println("Results:  " + results);
        }
        try (CoordinationReader reader = services.openReader()) {
            org.apache.hadoop.conf.Configuration hadoop =
                    new org.apache.hadoop.conf.Configuration();
            InspectionReport report =
                    new HaInspection(
                                    reader,
                                    StorageDirectory.open(URI.create(directory), hadoop),
                                    StorageDirectory.open(URI.create(results), hadoop),
                                    new StorageDirectories(hadoop))
                            .inspect();
            printLeader(report, reader.leader());
            printTree(report.entries());
            return printVerdict(report);
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.CLUSTER,
                    "What is kept of " + clusterId + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private void printLeader(InspectionReport report, Optional<PublishedLeader> published) {
        out.println(
                "Leader:   "
                        + report.leader()
                                .map(leader -> leader.epoch() + ", " + leader.candidate().owner())
                                .orElse("nobody has ever been elected")
                        + published
                                .map(leader -> "; serves at " + leader.restUrl())
                                .orElse("; nobody serves now"));
        out.println();
    }

    private void printTree(List<InspectedEntry> entries) {
        String[] above = {};
        for (InspectedEntry entry : entries) {
            String[] path = entry.path().split("/");
            int known = 0;
            while (known < path.length - 1
                    && known < above.length - 1
                    && path[known].equals(above[known])) {
                known++;
            }
            for (int i = known; i < path.length - 1; i++) {
                out.println("  ".repeat(i) + path[i]);
            }
            out.println("  ".repeat(path.length - 1) + path[path.length - 1] + "  " + leaf(entry));
            above = path;
        }
        if (entries.isEmpty()) {
            out.println("No job is kept.");
        }
    }

    private static String leaf(InspectedEntry entry) {
        String target =
                entry.pointer()
                        .map(pointer -> pointer.path() + ", " + Figures.bytes(pointer.length()))
                        .orElse("'" + entry.value().replaceAll("\\s+", " ").strip() + "'");
        return entry.state() + "  " + target;
    }

    private ExitCode printVerdict(InspectionReport report) {
        out.println();
        for (InspectionReport.Violation violation : report.violations()) {
            out.println(violation.kind() + "  " + violation.subject() + ": " + violation.detail());
        }
        String what =
                count(report.entries().size(), "value")
                        + " and "
                        + count(report.files(), "file")
                        + " of jobs";
        boolean good = report.violations().isEmpty();
        if (good && report.leader().isEmpty() && report.entries().isEmpty()) {
            out.println(
                    "VERDICT: nothing is kept. If there should be, check -yid, -z, and where the"
                            + " cluster has its pointers and files.");
        } else if (good) {
            out.println("VERDICT: good: " + what + ", all as they should be");
        } else {
            out.println(
                    "VERDICT: " + count(report.violations().size(), "violation") + " in " + what);
        }
        return good ? ExitCode.OK : ExitCode.BAD_METADATA;
    }

    private static String count(int number, String of) {
        return number + " " + of + (number == 1 ? "" : "s");
    }
}
