package org.holdfast.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** What tasks hear of the JobManager's absence. The tasks only remember what they are told. */
class LeaderLossTest {

    private static final JobId JOB = new JobId("a".repeat(32));

    private final ManualMainThread mainThread = new ManualMainThread();
    private final Map<ExecutionAttemptId, Remembering> made = new HashMap<>();
    private final TaskManager taskManager =
            new TaskManager(
                    new TaskManagerId("tm-1"),
                    Configuration.empty(),
                    mainThread,
                    (deployment, listener) -> {
                        Remembering task = new Remembering(deployment.attempt(), listener);
                        made.put(deployment.attempt(), task);
                        return task;
                    },
                    () -> 0,
                    new LogFile(Path.of("none"), Runnable::run),
                    true,
                    reason -> {
                        throw new AssertionError("it ended: " + reason);
                    });

    private final JobManagerGateway jobManager =
            new JobManagerGateway() {
                @Override
                public JobManagerIdentity identity() {
                    return new JobManagerIdentity(new JobManagerAddress("localhost", 6123), 7);
                }

                @Override
                public void sendHeartbeat(TaskManagerHeartbeat heartbeat) {}

                @Override
                public void sendTaskStateChange(TaskStateChange change) {}

                @Override
                public void sendCheckpointAnswer(CheckpointAnswer answer) {}
            };

    private static final class Remembering extends IdleTask {

        final List<String> heard = new ArrayList<>();

        Remembering(ExecutionAttemptId id, Task.Listener listener) {
            super(id, listener, ExecutionState.DEPLOYING);
        }

        @Override
        public void start() {
            heard.add("start");
            become(ExecutionState.RUNNING);
        }

        @Override
        public void cancel(String reason) {
            heard.add("cancel");
            become(ExecutionState.CANCELING);
        }

        @Override
        public void onLeaderLost() {
            heard.add("lost");
        }

        @Override
        public void onLeaderFound() {
            heard.add("found");
        }
    }

    private static ExecutionAttemptId attempt(int vertex, int subtask) {
        return new ExecutionAttemptId(JOB, vertex, subtask, 0);
    }

    private Remembering submit(ExecutionAttemptId attempt) {
        taskManager.submitTask(
                new TaskDeployment(
                        attempt,
                        "test",
                        new JobCode("0".repeat(64), "Test", List.of(), 1),
                        "none",
                        "hash",
                        1,
                        List.of(),
                        TaskRestore.NOTHING,
                        List.of(),
                        List.of(),
                        Map.of()));
        return made.get(attempt);
    }

    @Test
    void allHearOfIt() {
        taskManager.onConnected(jobManager);
        Remembering first = submit(attempt(0, 0));
        Remembering second = submit(attempt(1, 0));
        taskManager.onDisconnected("cut by the test");
        taskManager.onDisconnected("cut again");
        taskManager.onConnected(jobManager);
        assertThat(first.heard).containsExactly("start", "lost", "found");
        assertThat(second.heard).containsExactly("start", "lost", "found");
    }

    @Test
    void oneThatGetsItsSlotOnlyAfterTheLossHearsOfItFirst() {
        ExecutionAttemptId late = attempt(0, 1);
        taskManager.onConnected(jobManager);
        Remembering old = submit(attempt(0, 0));
        taskManager.cancelTask(attempt(0, 0));
        submit(late); // the one slot is held by the other subtask
        taskManager.onDisconnected("cut by the test");
        old.end();
        assertThat(made.get(late).heard).containsExactly("lost", "start");
    }
}
