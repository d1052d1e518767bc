package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.InspectedEntry.State;

/**
 * Looks at all a cluster keeps, whether it runs or not, and changes nothing. While a leader works,
 * what it does meanwhile may be seen or not, but is not reported as a violation. All calls block.
 */
public final class HaInspection {

    private final CoordinationReader coordination;
    private final PointerInspection pointers;
    private final FolderFiles files;

    /**
     * @param storage the cluster's own directory
     * @param results the directory of results
     * @param directories for checkpoints, which may be anywhere
     */
    public HaInspection(
            CoordinationReader coordination,
            StorageDirectory storage,
            StorageDirectory results,
            StorageDirectories directories) {
        this.coordination = requireNonNull(coordination, "coordination");
        pointers = new PointerInspection(coordination, storage, results, directories);
        files = new FolderFiles(storage, results);
    }

    /**
     * Walks through the coordination store and the directories.
     *
     * @throws IOException if the coordination store did not answer, or the directories cannot be
     *     listed; a single file that cannot be read is an entry's state
     */
    public InspectionReport inspect() throws IOException {
        // before the pointers: a file that is listed, and unreferenced later, is not a new one
        List<FolderFiles.Found> found = new ArrayList<>(files.ofJobs());
        List<FolderFiles.Found> jobFiles = List.copyOf(found);
        found.addAll(files.ofResults());

        List<InspectedEntry> entries = new ArrayList<>();
        for (String top : coordination.topNames()) {
            if (!top.equals(JobPaths.JOBS.text()) && !top.equals(JobPaths.RESULTS.text())) {
                addValue(new CoordinationPath(top), entries);
            }
        }
        Set<String> jobs = new TreeSet<>(coordination.children(JobPaths.JOBS));
        for (String job : jobs) {
            inspectJob(job, entries);
        }
        for (String job : coordination.children(JobPaths.RESULTS)) {
            if (JobPaths.isJob(job)) {
                pointers.inspect(MetadataKind.RESULT, job).ifPresent(entries::add);
            } else {
                addUnknown(JobPaths.RESULTS.child(job), entries);
            }
        }
        // after all else: an epoch that has begun meanwhile is not a foreign one
        Optional<ElectedLeader> leader = coordination.currentEpoch();
        ViolationSearch search = new ViolationSearch(leader, entries);
        search.searchEntries();
        search.searchFiles(found);
        search.searchForgotten(jobFiles);
        return new InspectionReport(leader, entries, found.size(), search.violations());
    }

    private void inspectJob(String job, List<InspectedEntry> entries) throws IOException {
        CoordinationPath parent = JobPaths.JOBS.child(job);
        if (!JobPaths.isJob(job)) {
            addUnknown(parent, entries);
            return;
        }
        for (String name : coordination.children(parent)) {
            switch (name) {
                case "graph" -> pointers.inspect(MetadataKind.GRAPH, job).ifPresent(entries::add);
                case "ledger" -> pointers.inspect(MetadataKind.LEDGER, job).ifPresent(entries::add);
                case "cancel" -> addValue(JobPaths.cancel(job), entries);
                case "checkpoints" -> inspectCheckpoints(JobPaths.checkpoints(job), entries);
                default -> addUnknown(parent.child(name), entries);
            }
        }
    }

    private void inspectCheckpoints(CoordinationPath parent, List<InspectedEntry> entries)
            throws IOException {
        List<String> ids = new ArrayList<>(coordination.children(parent));
        ids.sort(CheckpointStore.IN_ORDER);
        for (String id : ids) {
            CoordinationPath path = parent.child(id);
            if (CheckpointStore.isId(id)) {
                pointers.inspectCheckpoint(path).ifPresent(entries::add);
            } else {
                addUnknown(path, entries);
            }
        }
    }

    private void addValue(CoordinationPath path, List<InspectedEntry> entries) throws IOException {
        Optional<String> value = coordination.read(path);
        value.ifPresent(
                text ->
                        entries.add(
                                new InspectedEntry(
                                        path.text(), text, Optional.empty(), State.VALUE, "")));
    }

    private void addUnknown(CoordinationPath path, List<InspectedEntry> entries)
            throws IOException {
        entries.add(
                new InspectedEntry(
                        path.text(),
                        coordination.read(path).orElse(""),
                        Optional.empty(),
                        State.UNKNOWN,
                        "Holdfast uses no such name; it is ignored. Delete it if nobody else needs it."));
    }
}
