package org.holdfast.runtime.slots;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * What a job needs, and what of it it holds, from its first request until it releases its slots.
 */
final class SlotRequest {

    private final JobId job;
    private final SlotOwner owner;
    private final List<Optional<AllocatedSlot>> places;
    private boolean waiting;
    private boolean everGranted;
    private MainThread.Cancellable timeout = () -> {};

    SlotRequest(JobId job, int slots, SlotOwner owner) {
        this.job = requireNonNull(job, "job");
        this.owner = requireNonNull(owner, "owner");
        this.places = new ArrayList<>(Collections.nCopies(slots, Optional.empty()));
    }

    JobId job() {
        return job;
    }

    int slots() {
        return places.size();
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

    /** How many places have no slot. */
    int missing() {
        return (int) places.stream().filter(Optional::isEmpty).count();
    }

    /** The slots at their places; none may be missing. */
    List<AllocatedSlot> held() {
        return places.stream().map(Optional::orElseThrow).toList();
    }

    void waitFor(Duration bound, MainThread mainThread, Runnable onTimeout) {
        timeout.cancel();
        waiting = true;
        timeout = mainThread.schedule(bound, onTimeout);
    }

    /** Fills the places that have no slot. */
    void grant(List<AllocatedSlot> slots) {
        Iterator<AllocatedSlot> next = slots.iterator();
        places.replaceAll(place -> place.isPresent() ? place : Optional.of(next.next()));
        stopWaiting();
        everGranted = true;
    }

    /** Whether a place has its slot. */
    boolean holds(int place) {
        return places.get(place).isPresent();
    }

    /** Fills one place. */
    void take(int place, AllocatedSlot slot) {
        places.set(place, Optional.of(slot));
    }

    /** The job had its slots under an earlier JobManager. */
    void markGranted() {
        everGranted = true;
    }

    /** The slots of a TaskManager are gone. */
    void lose(TaskManagerId taskManager) {
        places.replaceAll(place -> place.filter(slot -> !slot.taskManagerId().equals(taskManager)));
    }

    /** None is held any more. */
    void giveUp() {
        Collections.fill(places, Optional.empty());
    }

    void stopWaiting() {
        timeout.cancel();
        waiting = false;
    }
}
