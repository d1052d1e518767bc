package org.holdfast.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.holdfast.faults.ApplicationProcesses.Container;

/**
 * Strikes the ApplicationMaster, TaskManagers, or both at once: processes as the machine has them,
 * whether they have registered or been elected yet or not.
 */
final class RandomStriker implements Striker {

    private static final long THERE_MILLIS = 120_000;

    private final ApplicationProcesses processes;
    private final KillSchedule schedule;
    private final Random random;
    private final int taskManagers;
    private int jobManagersKilled;
    private int taskManagersKilled;

    private enum Kind {
        JOB_MANAGER,
        TASK_MANAGERS,
        BOTH
    }

    /**
     * @param taskManagers how many there are before the first strike
     */
    RandomStriker(
            ApplicationProcesses processes, KillSchedule schedule, long seed, int taskManagers) {
        this.processes = processes;
        this.schedule = schedule;
        this.random = new Random(seed);
        this.taskManagers = taskManagers;
    }

    int jobManagersKilled() {
        return jobManagersKilled;
    }

    int taskManagersKilled() {
        return taskManagersKilled;
    }

    @Override
    public void awaitComplete() throws InterruptedException {
        await(1, taskManagers);
    }

    @Override
    public Strike strike(int most) throws InterruptedException {
        Kind kind = most == 1 ? Kind.JOB_MANAGER : Kind.values()[random.nextInt(3)];
        await(kind == Kind.TASK_MANAGERS ? 0 : 1, kind == Kind.JOB_MANAGER ? 0 : 1);
        List<Container> victims = new ArrayList<>();
        if (kind != Kind.TASK_MANAGERS) {
            victims.addAll(processes.jobManagers());
        }
        List<Container> masters = List.copyOf(victims);
        if (kind != Kind.JOB_MANAGER) {
            victims.addAll(schedule.choose(processes.taskManagers()));
        }
        List<Container> chosen = victims.subList(0, Math.min(victims.size(), most));
        // all at once; only then is waited for the death of each
        List<Container> lived =
                chosen.stream().filter(one -> one.process().destroyForcibly()).toList();
        for (Container victim : lived) {
            ApplicationProcesses.awaitDeath(victim);
        }
        int killedMasters = (int) lived.stream().filter(masters::contains).count();
        jobManagersKilled += killedMasters;
        taskManagersKilled += lived.size() - killedMasters;
        return new Strike(
                lived.size(),
                "%d ApplicationMaster, %d TaskManagers"
                        .formatted(killedMasters, lived.size() - killedMasters));
    }

    private void await(int jobManagers, int workers) throws InterruptedException {
        long deadline = System.nanoTime() + THERE_MILLIS * 1_000_000;
        while (processes.jobManagers().size() < jobManagers
                || processes.taskManagers().size() < workers) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "After %d ms there are %s and %s; %d and %d are needed"
                                .formatted(
                                        THERE_MILLIS,
                                        processes.jobManagers(),
                                        processes.taskManagers(),
                                        jobManagers,
                                        workers));
            }
            Thread.sleep(20);
        }
    }
}
