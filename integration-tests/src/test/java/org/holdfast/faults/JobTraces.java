package org.holdfast.faults;

import java.io.IOException;
import java.util.OptionalLong;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * What the coordination store says of a job.
 *
 * @param graph whether it is to run
 * @param cancelled whether it is to be cancelled
 * @param result whether it has ended
 * @param latestCheckpoint the newest that is committed, as a number
 */
record JobTraces(boolean graph, boolean cancelled, boolean result, OptionalLong latestCheckpoint) {

    static JobTraces of(CoordinationReader reader, JobId id) throws IOException {
        CoordinationPath job = new CoordinationPath("jobs/" + id.hex());
        return new JobTraces(
                reader.read(job.child("graph")).isPresent(),
                reader.read(job.child("cancel")).isPresent(),
                reader.read(new CoordinationPath("results/" + id.hex())).isPresent(),
                reader.children(job.child("checkpoints")).stream()
                        .mapToLong(JobTraces::number)
                        .max());
    }

    /** Of a name {@code EPOCH-NUMBER}. */
    private static long number(String checkpoint) {
        String[] parts = checkpoint.split("-");
        return (Long.parseLong(parts[0]) << Integer.SIZE) | Long.parseLong(parts[1]);
    }

    boolean exists() {
        return graph || result;
    }
}
