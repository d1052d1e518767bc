package org.holdfast.faults;

import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.selfcheck.OutputChecker;
import org.holdfast.selfcheck.OutputCheckerMain;
import org.holdfast.selfcheck.Verdict;

import java.io.IOException;
import java.time.Duration;

/** A {@link org.holdfast.selfcheck.SelfCheckingJob} that was submitted. */
final class SelfCheckedJob {

    /** Longest time without a new record, restarts and new containers included. */
    private static final Duration STALLED = Duration.ofMinutes(3);

    private static final long POLL_MILLIS = 100;

    private final RestClient rest;
    private final JobId id;
    private final SelfCheckSettings settings;
    private final String output;

    SelfCheckedJob(RestClient rest, JobId id, SelfCheckSettings settings, String output) {
        this.rest = rest;
        this.id = id;
        this.settings = settings;
        this.output = output;
    }

    JobDetails details() {
        return rest.job(id)
                .orElseThrow(() -> new IllegalStateException("The session lost job " + id));
    }

    CheckpointReport checkpoints() {
        return rest.checkpoints(id)
                .orElseThrow(() -> new IllegalStateException("The session lost job " + id));
    }

    /** Waits at most so long, and returns earlier if the job ends. */
    boolean endsWithin(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (!details().summary().status().isTerminal()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            Thread.sleep(Math.min(left, POLL_MILLIS));
        }
        return true;
    }

    /**
     * Waits until the job ends.
     *
     * @throws IllegalStateException if it makes no progress
     */
    JobStatus awaitEnd() throws InterruptedException {
        long most = -1;
        long progressed = System.nanoTime();
        while (!endsWithin(1_000)) {
            JobDetails details = details();
            if (details.completedSize() > most) {
                most = details.completedSize();
                progressed = System.nanoTime();
            } else if (System.nanoTime() - progressed > STALLED.toNanos()) {
                throw new IllegalStateException(
                        "Job %s is %s and has read nothing for %d s. It waits for: %s"
                                .formatted(
                                        id,
                                        details.summary().status(),
                                        STALLED.toSeconds(),
                                        details.waitingFor()));
            }
        }
        return details().summary().status();
    }

    /** Judges what it has committed. */
    Verdict check() throws IOException {
        return OutputCheckerMain.check(
                output,
                new OutputChecker(settings.records(), settings.keys(), settings.parallelism()));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
