package org.holdfast.runtime.slots;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/** A TaskManager, when it was heard of, and who holds its slots. */
final class RegisteredTaskManager {

    private final TaskManagerRegistration registration;
    private final List<Optional<JobId>> holders = new ArrayList<>();
    private TaskManagerGateway gateway;
    private boolean reachable = true;
    private long heardAtMillis;
    private long idleSinceMillis;
    private long heapUsedBytes;
    private long networkBytes;

    RegisteredTaskManager(
            TaskManagerRegistration registration, TaskManagerGateway gateway, long nowMillis) {
        this.registration = requireNonNull(registration, "registration");
        this.gateway = requireNonNull(gateway, "gateway");
        this.heardAtMillis = nowMillis;
        this.idleSinceMillis = nowMillis;
        for (int i = 0; i < registration.slots(); i++) {
            holders.add(Optional.empty());
        }
    }

    TaskManagerId id() {
        return registration.id();
    }

    TaskManagerRegistration registration() {
        return registration;
    }

    TaskManagerGateway gateway() {
        return gateway;
    }

    /** The same process registered once more, over another link. */
    void reachThrough(TaskManagerGateway newGateway, long nowMillis) {
        gateway = newGateway;
        reachable = true;
        heardAtMillis = nowMillis;
    }

    /** The link to it is lost; no slot is given away before there is another. */
    void unlink() {
        reachable = false;
    }

    void hear(TaskManagerHeartbeat heartbeat, long nowMillis) {
        heardAtMillis = nowMillis;
        heapUsedBytes = heartbeat.heapUsedBytes();
        networkBytes = heartbeat.networkBytes();
    }

    /** Some of the time it was silent does not count: nobody listened. */
    void forgiveSilence(long millis, long nowMillis) {
        heardAtMillis = Math.min(nowMillis, heardAtMillis + millis);
    }

    long silentMillis(long nowMillis) {
        return nowMillis - heardAtMillis;
    }

    int slots() {
        return holders.size();
    }

    /** Slots that can be given away now. */
    int freeSlots() {
        return reachable ? slots() - usedSlots() : 0;
    }

    int usedSlots() {
        return (int) holders.stream().filter(Optional::isPresent).count();
    }

    boolean isIdle() {
        return usedSlots() == 0;
    }

    /** Time since the last slot became free; meaningful while {@link #isIdle}. */
    long idleMillis(long nowMillis) {
        return nowMillis - idleSinceMillis;
    }

    /** Gives a free slot to a job. */
    AllocatedSlot allocate(JobId job) {
        int index = holders.indexOf(Optional.<JobId>empty());
        if (index < 0) {
            throw new IllegalStateException("no free slot on " + id());
        }
        holders.set(index, Optional.of(job));
        return new AllocatedSlot(registration, index);
    }

    /** Takes all slots a job holds here away from it. */
    void free(JobId job, long nowMillis) {
        if (holders.contains(Optional.of(job))) {
            holders.replaceAll(
                    holder -> holder.equals(Optional.of(job)) ? Optional.empty() : holder);
            idleSinceMillis = nowMillis;
        }
    }

    TaskManagerStatus status(long nowMillis) {
        return new TaskManagerStatus(
                registration, freeSlots(), silentMillis(nowMillis), heapUsedBytes, networkBytes);
    }
}
