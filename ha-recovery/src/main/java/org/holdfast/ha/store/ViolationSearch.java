package org.holdfast.ha.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.store.InspectedEntry.State;
import org.holdfast.ha.store.InspectionReport.Kind;
import org.holdfast.ha.store.InspectionReport.Violation;

/** Finds what should never be among what an inspection has seen. */
final class ViolationSearch {

    private final long epoch;
    private final List<InspectedEntry> entries;
    private final List<Violation> violations = new ArrayList<>();

    ViolationSearch(Optional<ElectedLeader> leader, List<InspectedEntry> entries) {
        epoch = leader.map(elected -> elected.epoch().number()).orElse(0L);
        this.entries = entries;
    }

    List<Violation> violations() {
        return violations;
    }

    void searchEntries() {
        Set<String> toRun = new HashSet<>();
        Set<String> ended = new HashSet<>();
        for (InspectedEntry entry : entries) {
            String[] names = entry.path().split("/");
            if (entry.path().endsWith("/graph")) {
                toRun.add(names[1]);
            } else if (names[0].equals(JobPaths.RESULTS.text()) && names.length == 2) {
                ended.add(names[1]);
            }
        }
        for (InspectedEntry entry : entries) {
            searchEntry(entry, toRun, ended);
        }
    }

    private void searchEntry(InspectedEntry entry, Set<String> toRun, Set<String> ended) {
        if (!entry.isSound()) {
            Kind kind = entry.state() == State.UNKNOWN ? Kind.LEFTOVER : Kind.BROKEN_POINTER;
            add(kind, entry.path(), entry.detail());
        }
        String[] names = entry.path().split("/");
        if (entry.path().equals(ForgottenState.FOUND.text())) {
            add(Kind.FORGOTTEN, entry.path(), entry.value());
        } else if (names[0].equals(JobPaths.JOBS.text()) && entry.state() != State.UNKNOWN) {
            searchJobEntry(entry, names, toRun, ended);
        } else if (!names[0].equals(JobPaths.RESULTS.text()) && entry.state() != State.UNKNOWN) {
            add(Kind.LEFTOVER, entry.path(), "Holdfast uses no such name.");
        }
    }

    private void searchJobEntry(
            InspectedEntry entry, String[] names, Set<String> toRun, Set<String> ended) {
        String job = names[1];
        if (entry.path().endsWith("/graph") && ended.contains(job)) {
            add(
                    Kind.ENDED_AND_TO_RUN,
                    entry.path(),
                    "The job has a result, and would be run once more.");
        }
        if (!toRun.contains(job) && !ended.contains(job)) {
            add(
                    Kind.LEFTOVER,
                    entry.path(),
                    "The job is not to be run, and has no result that says it is being cleaned up.");
        }
        if (names.length == 4 && CheckpointStore.epochOf(names[3]) > epoch) {
            add(
                    Kind.FOREIGN_EPOCH,
                    entry.path(),
                    "The checkpoint was taken in an epoch after the current one, %d."
                            .formatted(epoch));
        }
    }

    void searchFiles(List<FolderFiles.Found> files) throws IOException {
        Set<String> referenced = new HashSet<>();
        Set<String> undecided = new HashSet<>();
        Set<String> beingCleaned = new HashSet<>();
        for (InspectedEntry entry : entries) {
            if (entry.state() == State.GARBLED) {
                undecided.add(entry.path());
            }
            String results = JobPaths.RESULTS.text() + "/";
            if (entry.path().startsWith(results) && !ResultEntry.isClean(entry.value())) {
                beingCleaned.add(entry.path().substring(results.length()));
            }
            entry.pointer()
                    .ifPresent(
                            to ->
                                    referenced.add(
                                            to.path().substring(to.path().lastIndexOf('/') + 1)));
        }
        for (FolderFiles.Found file : files) {
            long written = file.name().epoch().number();
            if (written > epoch) {
                add(
                        Kind.FOREIGN_EPOCH,
                        file.uri().toString(),
                        "The file was written in an epoch after the current one, %d."
                                .formatted(epoch));
            } else if (written < epoch
                    && !referenced.contains(file.file().name())
                    && !undecided.contains(file.pointerPath().text())
                    && !beingCleaned.contains(file.name().job())
                    && file.directory().exists(file.relativeName())) {
                add(
                        Kind.ORPHAN_FILE,
                        file.uri().toString(),
                        "Nothing points to it; the next leader removes it after the grace period.");
            }
        }
    }

    /** Jobs' files, and no job at all in the coordination store. */
    void searchForgotten(List<FolderFiles.Found> jobFiles) throws IOException {
        boolean knows =
                entries.stream()
                        .anyMatch(
                                entry ->
                                        entry.path().startsWith(JobPaths.JOBS.text() + "/")
                                                || entry.path()
                                                        .startsWith(JobPaths.RESULTS.text() + "/"));
        boolean later = jobFiles.stream().anyMatch(file -> file.name().epoch().number() > epoch);
        if (!knows && (later || FolderFiles.jobThatRan(stillThere(jobFiles)).isPresent())) {
            add(
                    Kind.FORGOTTEN,
                    jobFiles.get(0).uri().toString(),
                    "The coordination store knows no job, and there are %d files of jobs. Check the quorum, the root path and the cluster id; restore ZooKeeper's data if it was lost."
                            .formatted(jobFiles.size()));
        }
    }

    private static List<FolderFiles.Found> stillThere(List<FolderFiles.Found> files)
            throws IOException {
        List<FolderFiles.Found> there = new ArrayList<>();
        for (FolderFiles.Found file : files) {
            if (file.directory().exists(file.relativeName())) {
                there.add(file);
            }
        }
        return there;
    }

    private void add(Kind kind, String subject, String detail) {
        violations.add(new Violation(kind, subject, detail));
    }
}
