package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.dispatcher.JobStatus;

/**
 * How one job's checkpoints are taken and kept; see {@link CheckpointOptions}.
 *
 * @param interval between two triggers; empty if only savepoints are taken
 * @param timeout after which a checkpoint has failed
 * @param minPause from the end of a checkpoint to the next trigger
 * @param tolerableFailures how many checkpoints in a row may fail
 * @param retention what becomes of the checkpoints of a job that ends
 * @param directory below which checkpoints are kept; empty for the cluster's own
 * @param savepointDirectory for savepoints whose request names none
 * @param retained how many completed checkpoints are kept
 * @param history how many checkpoints are remembered to be shown
 */
public record CheckpointSettings(
        Optional<Duration> interval,
        Duration timeout,
        Duration minPause,
        int tolerableFailures,
        Retention retention,
        Optional<String> directory,
        Optional<String> savepointDirectory,
        int retained,
        int history) {

    /** When the checkpoints of a job that has ended are kept. Those of a finished job never are. */
    public enum Retention {
        RETAIN_ON_CANCELLATION,
        DELETE_ON_CANCELLATION,
        NO_EXTERNALIZED_CHECKPOINTS;

        /** Whether a job that ended like this keeps its checkpoints. */
        public boolean keepsAfter(JobStatus end) {
            return switch (end) {
                case CANCELED -> this == RETAIN_ON_CANCELLATION;
                case FAILED -> this != NO_EXTERNALIZED_CHECKPOINTS;
                default -> false;
            };
        }
    }

    public CheckpointSettings {
        requireNonNull(interval, "interval");
        requireNonNull(timeout, "timeout");
        requireNonNull(minPause, "minPause");
        requireNonNull(retention, "retention");
        requireNonNull(directory, "directory");
        requireNonNull(savepointDirectory, "savepointDirectory");
    }

    /**
     * Reads them.
     *
     * @param job the job's own settings over the cluster's
     * @throws InvalidConfigurationException naming key, value and what would be accepted
     */
    public static CheckpointSettings of(Configuration job) {
        return new CheckpointSettings(
                job.find(CheckpointOptions.INTERVAL),
                job.get(CheckpointOptions.TIMEOUT),
                job.get(CheckpointOptions.MIN_PAUSE),
                job.get(CheckpointOptions.TOLERABLE_FAILURES),
                Retention.valueOf(job.get(CheckpointOptions.RETENTION)),
                job.find(CheckpointOptions.DIRECTORY),
                job.find(CheckpointOptions.SAVEPOINT_DIRECTORY),
                job.get(CheckpointOptions.RETAINED),
                job.get(CheckpointOptions.HISTORY));
    }

    /** Whether checkpoints are taken by themselves, the closing one included. */
    public boolean periodic() {
        return interval.isPresent();
    }
}
