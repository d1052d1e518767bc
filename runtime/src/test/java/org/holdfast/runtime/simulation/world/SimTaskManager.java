package org.holdfast.runtime.simulation.world;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.RunningTask;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.taskmanager.LogFile;
import org.holdfast.runtime.taskmanager.TaskManager;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/** The process of a production {@link TaskManager}, in its container. */
final class SimTaskManager extends SimProcess {

    /** Akka takes a process for dead that is silent for so long. */
    static final long SILENCE_MILLIS = 8_000;

    private final TaskManagerId id;
    private final TaskManagerRegistration registration;
    private final TaskManager taskManager;
    private final LinkToJobManager link;
    private final Map<ExecutionAttemptId, SimTask> tasks = new LinkedHashMap<>();

    /**
     * @param name it registers with; another process may have had it before
     * @param number of the process, which no other has
     */
    SimTaskManager(World world, String name, int number) {
        super("tm-" + number, world);
        id = new TaskManagerId(name);
        registration =
                new TaskManagerRegistration(
                        id,
                        "incarnation-" + number,
                        "node",
                        1_000 + number,
                        new DataAddress("node", 10_000 + number),
                        world.plan().slots(),
                        1 << 20);
        link = new LinkToJobManager(world, this);
        taskManager =
                new TaskManager(
                        id,
                        world.configuration(),
                        this,
                        this::create,
                        () -> 0,
                        new LogFile(Path.of("unused"), Runnable::run),
                        true,
                        this::die);
    }

    private RunningTask create(TaskDeployment deployment, Task.Listener listener) {
        SimTask task = new SimTask(world(), this, deployment, listener);
        tasks.put(deployment.attempt(), task);
        world().checks().tasks().onCreated(task);
        return task;
    }

    void start() {
        execute(
                () -> {
                    taskManager.start();
                    world().tellOfLeader(this);
                    link.open();
                });
    }

    TaskManagerId id() {
        return id;
    }

    TaskManagerRegistration registration() {
        return registration;
    }

    TaskManager taskManager() {
        return taskManager;
    }

    LinkToJobManager link() {
        return link;
    }

    /** Every task that was ever created in it and has not ended. */
    java.util.List<SimTask> liveTasks() {
        tasks.values().removeIf(task -> task.state().isTerminal());
        return java.util.List.copyOf(tasks.values());
    }

    /** How many tasks of a job it runs. */
    long tasksOf(JobId job) {
        return liveTasks().stream().filter(task -> task.attempt().job().equals(job)).count();
    }

    @Override
    void onDeath() {
        link.close();
        world().verdict()
                .require(
                        !world().faults().sparesTasks() || liveTasks().isEmpty(),
                        "I27",
                        () -> this + " dies with " + tasks.keySet());
        tasks.values().forEach(SimTask::vanish);
        world().cluster().onEnded(this);
        world().jobManagers().forEach(one -> one.ifLinked(links -> links.onProcessEnded(this)));
    }

    @Override
    void onPause(long millis) {
        if (millis > SILENCE_MILLIS) {
            world().time()
                    .schedule(
                            SILENCE_MILLIS,
                            world().outside(),
                            () -> world().network().silence(this, SimProcess::isPaused));
        }
    }
}
