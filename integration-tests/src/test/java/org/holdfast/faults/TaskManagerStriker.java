package org.holdfast.faults;

import java.util.List;
import org.holdfast.runtime.dispatcher.TaskManagerDetails;

/** Strikes TaskManagers: one, some, or all at once. */
final class TaskManagerStriker implements Striker {

    private static final long BACK_MILLIS = 120_000;

    private final TaskManagerKiller killer;
    private final KillSchedule schedule;
    private final int taskManagers;

    /**
     * @param taskManagers how many there are before the first strike
     */
    TaskManagerStriker(TaskManagerKiller killer, KillSchedule schedule, int taskManagers) {
        this.killer = killer;
        this.schedule = schedule;
        this.taskManagers = taskManagers;
    }

    @Override
    public void awaitComplete() throws InterruptedException {
        await(taskManagers);
    }

    @Override
    public Strike strike(int most) throws InterruptedException {
        List<TaskManagerDetails> registered = await(1);
        List<TaskManagerDetails> chosen = schedule.choose(registered);
        int killed = killer.kill(chosen.subList(0, Math.min(chosen.size(), most)));
        return new Strike(killed, killed + " of " + registered.size() + " TaskManagers");
    }

    private List<TaskManagerDetails> await(int number) throws InterruptedException {
        long deadline = System.nanoTime() + BACK_MILLIS * 1_000_000;
        List<TaskManagerDetails> registered = killer.registered();
        while (registered.size() < number) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%d TaskManagers are there after %d ms, %d are needed"
                                .formatted(registered.size(), BACK_MILLIS, number));
            }
            Thread.sleep(20);
            registered = killer.registered();
        }
        return registered;
    }
}
