package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;

/**
 * What earlier JobManagers have done for a job.
 *
 * @param known whether there has been one
 * @param ledger empty if none of the job was ever to be deployed
 * @param checkpoints the committed ones, oldest first; the job starts from the last of them
 * @param restorePath what an operator wants it to start from instead; empty if nothing
 */
public record JobPast(
        boolean known,
        Optional<Ledger> ledger,
        List<CheckpointMetadata> checkpoints,
        Optional<String> restorePath) {

    /** The job is new. */
    public static final JobPast NONE =
            new JobPast(false, Optional.empty(), List.of(), Optional.empty());

    public JobPast {
        requireNonNull(ledger, "ledger");
        checkpoints = List.copyOf(checkpoints);
        requireNonNull(restorePath, "restorePath");
    }

    /** When the job began, wall-clock milliseconds since 1970; empty if now. */
    OptionalLong startTime() {
        return ledger.isPresent()
                ? OptionalLong.of(ledger.get().startTime())
                : OptionalLong.empty();
    }

    /** Whether tasks of the job may run that this JobManager can take over. */
    boolean mayStillRun() {
        return restorePath.isEmpty()
                && ledger.isPresent()
                && ledger.get().entries().stream()
                        .noneMatch(entry -> entry.taskManager().isEmpty());
    }

    /** A job that was found in the store. */
    public static JobPast recovered(Optional<Ledger> ledger, List<CheckpointMetadata> checkpoints) {
        return new JobPast(true, ledger, checkpoints, Optional.empty());
    }

    /** The same, but it starts from there. */
    public static JobPast restoredFrom(Optional<Ledger> ledger, String path) {
        return new JobPast(true, ledger, List.of(), Optional.of(path));
    }
}
