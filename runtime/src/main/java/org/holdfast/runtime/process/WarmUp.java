package org.holdfast.runtime.process;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskEnvironment;
import org.holdfast.runtime.task.TaskStateChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a TaskManager do once, before its first task comes, what takes a fresh process longest. It
 * opens the file system's client and reads through it while the rest of the process starts; and if
 * no task has come a little later, it runs records through two tasks of its own. A spare
 * TaskManager then takes over in a tenth of the time. Runs on threads of its own.
 */
final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    /** A TaskManager that was started for a job gets its tasks sooner, and is left alone. */
    static final Duration DELAY = Duration.ofSeconds(1);

    private static final long PATIENCE_SECONDS = 20;

    private WarmUp() {}

    /**
     * Reads the beginning of a file, at once.
     *
     * @param file one on the file system that jobs' jars and state are on
     */
    static void read(FileAccess files, String file) {
        start(
                "reading " + file,
                () -> {
                    try (InputStream in = files.open(file, 0)) {
                        in.readNBytes(1);
                    }
                });
    }

    /**
     * Runs the tasks after {@link #DELAY}, unless the TaskManager has work by then.
     *
     * @param idle whether it has none; asked on the main thread
     */
    static void runTasksIfIdle(
            TaskEnvironment environment, MainThread mainThread, BooleanSupplier idle) {
        mainThread.schedule(
                DELAY,
                () -> {
                    if (idle.getAsBoolean()) {
                        start("two tasks", () -> runTasks(environment, mainThread));
                    }
                });
    }

    /** Something that takes long the first time. */
    private interface Exercise {
        void run() throws Exception;
    }

    private static void start(String what, Exercise exercise) {
        Thread thread =
                new Thread(
                        () -> {
                            long began = System.nanoTime();
                            try {
                                exercise.run();
                                long millis = (System.nanoTime() - began) / 1_000_000;
                                log.info("Warmed up by {} in {} ms", what, millis);
                            } catch (Exception e) {
                                // no failure of this process: a task in need of it will tell
                                log.info("Could not warm up by {}: {}", what, e.toString());
                            }
                        },
                        "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void runTasks(TaskEnvironment environment, MainThread mainThread)
            throws Exception {
        TaskEnvironment own =
                new TaskEnvironment(
                        environment.dataPlane(),
                        deployment -> new WarmUpJob(),
                        environment.files(),
                        environment.serializers(),
                        environment.cancellationInterval(),
                        environment.cancellationTimeout(),
                        environment.fatalErrors());
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (TaskDeployment deployment : WarmUpJob.deployments(environment)) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            mainThread.execute(() -> new Task(deployment, own, mainThread, listener(end)).start());
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Task.Listener listener(CompletableFuture<Void> end) {
        return new Task.Listener() {
            @Override
            public void onTaskStateChanged(TaskStateChange change) {
                if (change.state().isTerminal()) {
                    end.complete(null);
                }
            }

            @Override
            public void onCheckpointAnswer(CheckpointAnswer answer) {
                // it takes no checkpoints
            }
        };
    }
}
