package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.holdfast.ha.leader.ElectedLeader;

/**
 * What a cluster keeps, and what is wrong with it.
 *
 * @param leader who was elected last, alive or not
 * @param entries all values, sorted by path; checkpoints of a job in their order
 * @param files how many files of job graphs, ledgers and results there are
 * @param violations what should never be; empty if all is well
 */
public record InspectionReport(
        Optional<ElectedLeader> leader,
        List<InspectedEntry> entries,
        int files,
        List<Violation> violations) {

    public InspectionReport {
        requireNonNull(leader, "leader");
        entries = List.copyOf(entries);
        violations = List.copyOf(violations);
    }

    /** What can be wrong. */
    public enum Kind {
        /** A pointer whose file is missing, damaged or unreadable, or a value that is none. */
        BROKEN_POINTER,
        /** A file of an earlier epoch that nothing points to; a later leader collects it. */
        ORPHAN_FILE,
        /** A file or checkpoint of an epoch that has not begun. */
        FOREIGN_EPOCH,
        /** The coordination store knows nothing of jobs that the storage directory shows. */
        FORGOTTEN,
        /** A job that has a result and is to be run. */
        ENDED_AND_TO_RUN,
        /** Something of a job that is neither to be run nor being cleaned up. */
        LEFTOVER
    }

    /**
     * One thing that is wrong.
     *
     * @param subject a path of the coordination store, or a file
     * @param detail what it is, for people
     */
    public record Violation(Kind kind, String subject, String detail) {}
}
