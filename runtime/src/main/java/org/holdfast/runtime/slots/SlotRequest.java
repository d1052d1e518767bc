package org.holdfast.runtime.slots;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.jobgraph.JobId;

/** What a job needs, from its first request until it releases its slots. */
final class SlotRequest {

    private final JobId job;
    private final int slots;
    private final SlotOwner owner;
    private boolean waiting;
    private boolean everGranted;
    private MainThread.Cancellable timeout = () -> {};

    SlotRequest(JobId job, int slots, SlotOwner owner) {
        this.job = requireNonNull(job, "job");
        this.slots = slots;
        this.owner = requireNonNull(owner, "owner");
    }

    JobId job() {
        return job;
    }

    int slots() {
        return slots;
    }

    SlotOwner owner() {
        return owner;
    }

    boolean isWaiting() {
        return waiting;
    }

    /** Whether the job had its slots before, so the cluster can have that many. */
    boolean wasEverGranted() {
        return everGranted;
    }

    void waitFor(Duration bound, MainThread mainThread, Runnable onTimeout) {
        timeout.cancel();
        waiting = true;
        timeout = mainThread.schedule(bound, onTimeout);
    }

    void grant() {
        stopWaiting();
        everGranted = true;
    }

    void stopWaiting() {
        timeout.cancel();
        waiting = false;
    }
}
