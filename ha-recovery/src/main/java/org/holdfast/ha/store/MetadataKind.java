package org.holdfast.ha.store;

import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.FramedFile;
import org.holdfast.ha.storage.MetadataPointer;

/** The kinds of files that have a unique name and a pointer; a file's name starts with its kind. */
enum MetadataKind {
    /** What to run. */
    GRAPH(
            "graph",
            new FramedFile("HFJG", 1, "job graph file", 16 * 1024 * 1024),
            new FaultSteps("U2", "U3", "U4", "U5", "U6")),

    /** Which execution attempts there are. */
    LEDGER(
            "ledger",
            new FramedFile("HFDL", 1, "deployment ledger file", 64 * 1024 * 1024),
            new FaultSteps("L1", "L2", "L3", "L4", "L5")),

    /** How a job ended. */
    RESULT(
            "result",
            new FramedFile("HFJR", 1, "job result file", 16 * 1024 * 1024),
            new FaultSteps("X4", "", "X5", "X6", ""));

    private final String prefix;
    private final FramedFile format;
    private final FaultSteps steps;

    MetadataKind(String prefix, FramedFile format, FaultSteps steps) {
        this.prefix = prefix;
        this.format = format;
        this.steps = steps;
    }

    String prefix() {
        return prefix;
    }

    FramedFile format() {
        return format;
    }

    FaultSteps steps() {
        return steps;
    }

    /** Where the pointer to a job's file is. */
    CoordinationPath path(String job) {
        return switch (this) {
            case GRAPH -> JobPaths.graph(job);
            case LEDGER -> JobPaths.ledger(job);
            case RESULT -> JobPaths.result(job);
        };
    }

    /**
     * The pointer in a value.
     *
     * @throws DamagedMetadataException if there is none
     */
    MetadataPointer pointer(CoordinationPath path, String value) throws DamagedMetadataException {
        return this == RESULT
                ? ResultEntry.decode(path, value).pointer()
                : FencedPointers.decode(path, value);
    }
}
