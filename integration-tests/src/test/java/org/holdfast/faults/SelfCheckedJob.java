package org.holdfast.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.selfcheck.CommittedFilesWatch;
import org.holdfast.selfcheck.OutputChecker;
import org.holdfast.selfcheck.SelfCheckedOutput;
import org.holdfast.selfcheck.Verdict;

/** A {@link org.holdfast.selfcheck.SelfCheckingJob} that was submitted. */
public final class SelfCheckedJob implements AutoCloseable {

    /** Longest time without a new record, restarts and new containers included. */
    private static final Duration STALLED = Duration.ofMinutes(3);

    private static final long POLL_MILLIS = 100;

    private final Leader leader;
    private final JobId id;
    private final SelfCheckSettings settings;
    private final SelfCheckedOutput output;
    private final CommittedFilesWatch watch;

    /**
     * @param output closed together with the job
     */
    public SelfCheckedJob(
            Leader leader, JobId id, SelfCheckSettings settings, SelfCheckedOutput output) {
        this.leader = leader;
        this.id = id;
        this.settings = settings;
        this.output = output;
        this.watch = output.watch();
    }

    public JobDetails details() {
        return leader.ask(rest -> rest.job(id))
                .orElseThrow(() -> new IllegalStateException("The session lost job " + id));
    }

    CheckpointReport checkpoints() {
        return leader.ask(rest -> rest.checkpoints(id))
                .orElseThrow(() -> new IllegalStateException("The session lost job " + id));
    }

    /** Waits for the moment, and returns earlier if the job ends. */
    boolean endsBefore(KillSchedule.Moment moment) throws InterruptedException {
        return (moment.whenRunning() && !awaitRunning()) || endsWithin(moment.pauseMillis());
    }

    /**
     * Waits until all tasks run.
     *
     * @return false if the job has ended
     */
    private boolean awaitRunning() throws InterruptedException {
        long begun = System.nanoTime();
        while (!endsWithin(POLL_MILLIS)) {
            JobDetails details = details();
            JobSummary summary = details.summary();
            if (summary.status() == JobStatus.RUNNING
                    && summary.runningTasks() == summary.tasks()) {
                return true;
            }
            if (System.nanoTime() - begun > STALLED.toNanos()) {
                throw stalled("does not run", details);
            }
        }
        return false;
    }

    private boolean endsWithin(long millis) throws InterruptedException {
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
    public JobStatus awaitEnd() throws InterruptedException {
        long most = -1;
        long progressed = System.nanoTime();
        while (!endsWithin(1_000)) {
            JobDetails details = details();
            if (details.completedSize() > most) {
                most = details.completedSize();
                progressed = System.nanoTime();
            } else if (System.nanoTime() - progressed > STALLED.toNanos()) {
                throw stalled("has read nothing", details);
            }
        }
        return details().summary().status();
    }

    private IllegalStateException stalled(String what, JobDetails details) {
        return new IllegalStateException(
                "Job %s is %s and %s for %d s. It waits for: %s. Latest failures: %s"
                        .formatted(
                                id,
                                details.summary().status(),
                                what,
                                STALLED.toSeconds(),
                                details.waitingFor(),
                                details.failures()));
    }

    /**
     * Looks at what it has committed so far.
     *
     * @return what has changed since it was committed, a sentence for each file
     */
    List<String> lookAtOutput() throws IOException {
        watch.look();
        return watch.broken();
    }

    /** Judges what it has committed. */
    public Verdict check() throws IOException {
        return output.check(
                new OutputChecker(settings.records(), settings.keys(), settings.parallelism()));
    }

    @Override
    public void close() throws IOException {
        output.close();
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
