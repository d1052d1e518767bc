package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;
import static org.holdfast.runtime.dispatcher.JobStatus.CANCELED;
import static org.holdfast.runtime.dispatcher.JobStatus.CANCELLING;
import static org.holdfast.runtime.dispatcher.JobStatus.CREATED;
import static org.holdfast.runtime.dispatcher.JobStatus.FAILED;
import static org.holdfast.runtime.dispatcher.JobStatus.FAILING;
import static org.holdfast.runtime.dispatcher.JobStatus.FINISHED;
import static org.holdfast.runtime.dispatcher.JobStatus.RESTARTING;
import static org.holdfast.runtime.dispatcher.JobStatus.RUNNING;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job's status and when it began and ended. */
final class JobState {

    /**
     * Where a job can go from each status. A job that waits for slots can be RESTARTING without
     * ever having been RUNNING: it asks again.
     */
    static final Map<JobStatus, Set<JobStatus>> MOVES =
            Map.of(
                    CREATED, EnumSet.of(RUNNING, RESTARTING, FAILING, CANCELLING),
                    RUNNING, EnumSet.of(RESTARTING, FAILING, CANCELLING, FINISHED),
                    RESTARTING, EnumSet.of(RUNNING, FAILING, CANCELLING),
                    FAILING, EnumSet.of(FAILED),
                    CANCELLING, EnumSet.of(CANCELED, FAILING),
                    FAILED, Set.of(),
                    CANCELED, Set.of(),
                    FINISHED, Set.of());

    private static final Logger log = LoggerFactory.getLogger(JobState.class);

    private final JobGraph graph;
    private final Clock wallClock;
    private final long startTime;
    private JobStatus status = CREATED;
    private long endTime;

    /**
     * @param startTime wall-clock milliseconds since 1970; empty for now
     */
    JobState(JobGraph graph, Clock wallClock, OptionalLong startTime) {
        this.graph = requireNonNull(graph, "graph");
        this.wallClock = requireNonNull(wallClock, "wallClock");
        this.startTime = startTime.orElseGet(wallClock::millis);
    }

    JobStatus status() {
        return status;
    }

    boolean is(JobStatus asked) {
        return status == asked;
    }

    /** Wall-clock milliseconds since 1970. */
    long startTime() {
        return startTime;
    }

    /** Now, in wall-clock milliseconds since 1970. */
    long wallClockMillis() {
        return wallClock.millis();
    }

    /** Wall-clock milliseconds since 1970; 0 while the job has not ended. */
    long endTime() {
        return endTime;
    }

    /**
     * The only way to change the status.
     *
     * @param reason for people; may be empty
     * @throws IllegalStateException if there is no such move; the status stays
     */
    void moveTo(JobStatus next, String reason) {
        if (!MOVES.get(status).contains(next)) {
            throw new IllegalStateException(
                    "job " + graph.id() + " cannot switch from " + status + " to " + next);
        }
        log.info(
                "Job {} ({}) switched from {} to {}{}",
                graph.id(),
                graph.name(),
                status,
                next,
                reason.isEmpty() ? "." : ": " + reason);
        status = next;
        if (next.isTerminal()) {
            endTime = wallClock.millis();
        }
    }
}
