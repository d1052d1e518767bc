package org.holdfast.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;
import org.junit.jupiter.api.Test;

/** A TaskManager whose tasks come again and again, and are told to stop soon. */
class RestlessTasksTest {

    private static final Duration REPORTS = Duration.ofSeconds(1);

    private final ManualMainThread mainThread = new ManualMainThread();
    private final AtomicInteger heartbeats = new AtomicInteger();

    @Test
    void theirTaskManagerGivesSignsOfLife() {
        TaskManager taskManager =
                new TaskManager(
                        new TaskManagerId("tm-1"),
                        Configuration.of(Map.of("metrics.report-interval", "1 s")),
                        mainThread,
                        Obedient::new,
                        () -> 0,
                        new LogFile(Path.of("none"), Runnable::run),
                        false,
                        reason -> {});
        taskManager.start();
        taskManager.onConnected(new Counting());
        for (int i = 0; i < 100; i++) {
            TaskDeployment deployment = deployment(i);
            taskManager.submitTask(deployment);
            mainThread.advance(REPORTS.dividedBy(4));
            taskManager.cancelTask(deployment.attempt());
            mainThread.advance(REPORTS.dividedBy(2));
        }
        assertThat(heartbeats).hasValueGreaterThan(7);
    }

    private static TaskDeployment deployment(int attempt) {
        return new TaskDeployment(
                new ExecutionAttemptId(new JobId("b".repeat(32)), 0, 0, attempt),
                "restless",
                new JobCode("a".repeat(64), "org.example.Restless", List.of(), 1),
                "hdfs:///jar",
                "hash",
                1,
                List.of(),
                TaskRestore.NOTHING,
                List.of(),
                List.of(),
                Map.of());
    }

    private final class Counting implements JobManagerGateway {

        @Override
        public JobManagerIdentity identity() {
            return new JobManagerIdentity(new JobManagerAddress("localhost", 1), 1);
        }

        @Override
        public void sendHeartbeat(TaskManagerHeartbeat heartbeat) {
            heartbeats.incrementAndGet();
        }

        @Override
        public void sendTaskStateChange(TaskStateChange change) {}

        @Override
        public void sendCheckpointAnswer(CheckpointAnswer answer) {}
    }

    /** Stops at once when it is told to. */
    private static final class Obedient extends IdleTask {

        Obedient(TaskDeployment deployment, Task.Listener listener) {
            super(deployment.attempt(), listener, ExecutionState.INITIALIZING);
        }

        @Override
        public void cancel(String reason) {
            end();
        }
    }
}
