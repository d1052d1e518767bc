package org.holdfast.runtime.standalone;

import java.util.OptionalInt;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings no TaskManagers: takes those that come. Jobs wait for slots until enough have come. */
public final class StandaloneResourceProvider implements ResourceProvider {

    private static final Logger log = LoggerFactory.getLogger(StandaloneResourceProvider.class);

    private final int slotsPerTaskManager;

    /**
     * @param slotsPerTaskManager what TaskManagers are assumed to have before they register
     */
    public StandaloneResourceProvider(int slotsPerTaskManager) {
        this.slotsPerTaskManager = slotsPerTaskManager;
    }

    @Override
    public void start(Listener listener) {
        log.info("TaskManagers have to be started by hand");
    }

    @Override
    public boolean isElastic() {
        return false;
    }

    @Override
    public int slotsPerTaskManager() {
        return slotsPerTaskManager;
    }

    @Override
    public OptionalInt maxTaskManagers() {
        return OptionalInt.empty();
    }

    @Override
    public void declareWanted(int taskManagers) {
        log.debug("{} TaskManagers are wanted", taskManagers);
    }

    @Override
    public void onRegistered(TaskManagerId id) {
        log.debug("TaskManager {} came", id);
    }

    @Override
    public void release(TaskManagerId id, String reason) {
        log.info("TaskManager {} was given up: {}", id, reason);
    }

    @Override
    public void close() {
        log.debug("TaskManagers have to be stopped by hand");
    }
}
