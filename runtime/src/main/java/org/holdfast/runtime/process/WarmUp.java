package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskEnvironment;
import org.holdfast.runtime.task.TaskStateChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a TaskManager that waits for work do once what takes a fresh process longest: open the file
 * system's client and read through it, and run records through two tasks. A spare TaskManager then
 * takes over in a tenth of the time. Runs on a thread of its own.
 */
final class WarmUp implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    /** A TaskManager that was started for a job gets its tasks sooner, and is left alone. */
    static final Duration DELAY = Duration.ofSeconds(1);

    private static final long PATIENCE_SECONDS = 20;

    private final TaskEnvironment environment;
    private final Optional<String> file;
    private final MainThread mainThread;

    /**
     * @param file one on the file system that jobs' jars and state are on
     */
    private WarmUp(TaskEnvironment environment, Optional<String> file, MainThread mainThread) {
        this.environment = requireNonNull(environment, "environment");
        this.file = requireNonNull(file, "file");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /**
     * Begins after {@link #DELAY}, unless the TaskManager has work by then.
     *
     * @param idle whether it has none; asked on the main thread
     */
    static void schedule(
            TaskEnvironment environment,
            Optional<String> file,
            MainThread mainThread,
            BooleanSupplier idle) {
        WarmUp warmUp = new WarmUp(environment, file, mainThread);
        mainThread.schedule(
                DELAY,
                () -> {
                    if (idle.getAsBoolean()) {
                        Thread thread = new Thread(warmUp, "warm-up");
                        thread.setDaemon(true);
                        thread.setPriority(Thread.MIN_PRIORITY);
                        thread.start();
                    }
                });
    }

    @Override
    public void run() {
        long began = System.nanoTime();
        try {
            if (file.isPresent()) {
                read(file.get());
            }
            runTasks();
            log.info("Warmed up in {} ms", (System.nanoTime() - began) / 1_000_000);
        } catch (Exception e) {
            log.info("Could not warm up; the first task will take longer to start", e);
        }
    }

    private void read(String path) throws IOException {
        try (InputStream in = environment.files().open(path, 0)) {
            in.readNBytes(1);
        }
    }

    private void runTasks() throws Exception {
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
