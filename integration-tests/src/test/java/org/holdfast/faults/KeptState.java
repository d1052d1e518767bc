package org.holdfast.faults;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.holdfast.ha.store.InspectedEntry;
import org.holdfast.ha.store.InspectionReport;
import org.holdfast.ha.store.InspectionReport.Kind;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * All that a cluster keeps at a moment.
 *
 * @param values of the coordination store, by path
 * @param files of metadata, checkpoints, jars and output: length and time, by path
 * @param leader who was elected last
 * @param violations what the inspection found, but for files without a pointer, which a later
 *     leader removes
 */
record KeptState(
        Map<String, String> values,
        Map<String, String> files,
        String leader,
        List<String> violations) {

    static KeptState of(FaultCluster cluster) throws IOException {
        InspectionReport report = cluster.inspect();
        Map<String, String> values = new TreeMap<>();
        for (InspectedEntry entry : report.entries()) {
            values.put(entry.path(), entry.value());
        }
        Map<String, String> files = new TreeMap<>();
        addFiles(cluster, "/ha", files);
        addFiles(cluster, "/output", files);
        return new KeptState(
                values,
                files,
                report.leader().toString(),
                report.violations().stream()
                        .filter(violation -> violation.kind() != Kind.ORPHAN_FILE)
                        .map(violation -> violation.kind() + " " + violation.subject())
                        .toList());
    }

    private static void addFiles(FaultCluster cluster, String root, Map<String, String> files)
            throws IOException {
        try {
            RemoteIterator<LocatedFileStatus> found =
                    cluster.files().listFiles(new Path(root), true);
            while (found.hasNext()) {
                LocatedFileStatus file = found.next();
                files.put(
                        file.getPath().toUri().getPath(),
                        file.getLen() + " " + file.getModificationTime());
            }
        } catch (FileNotFoundException e) {
            // nothing was kept there yet, or a job's folder has just gone
        }
    }

    /** Whether of this job there is the result, and nothing else has a pointer. */
    boolean isCleanOf(JobId job) {
        return violations.isEmpty() && leftOf(job).isEmpty();
    }

    /** What there is of a job besides its clean result. */
    List<String> leftOf(JobId job) {
        return values.entrySet().stream()
                .filter(value -> value.getKey().contains(job.hex()))
                .filter(
                        value ->
                                !value.getKey().equals("results/" + job.hex())
                                        || value.getValue().contains("DIRTY"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Values that are not the same, and files that were there before and are gone or changed. */
    Set<String> changesSince(KeptState before) {
        Set<String> paths = new TreeSet<>();
        addDifference(values, before.values, paths);
        Map<String, String> old = new TreeMap<>(files);
        old.keySet().retainAll(before.files.keySet());
        addDifference(old, before.files, paths);
        if (!leader.equals(before.leader)) {
            paths.add(leader);
        }
        return paths;
    }

    /** Files that were not there before; without a pointer, none of them has an effect. */
    int newFilesSince(KeptState before) {
        Set<String> added = new TreeSet<>(files.keySet());
        added.removeAll(before.files.keySet());
        return added.size();
    }

    private static void addDifference(
            Map<String, String> now, Map<String, String> before, Set<String> paths) {
        Set<String> all = new TreeSet<>(now.keySet());
        all.addAll(before.keySet());
        all.stream()
                .filter(path -> !String.valueOf(now.get(path)).equals(before.get(path)))
                .forEach(paths::add);
    }
}
