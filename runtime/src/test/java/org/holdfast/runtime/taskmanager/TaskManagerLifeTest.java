package org.holdfast.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskEnvironment;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.task.TestDataPlane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an idle TaskManager does as time goes by, on a virtual clock with Flink's defaults. */
class TaskManagerLifeTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ManualMainThread mainThread = new ManualMainThread();
    private final List<TaskManagerHeartbeat> heartbeats = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private TaskManager taskManager;

    private final JobManagerGateway jobManager =
            new JobManagerGateway() {
                @Override
                public JobManagerIdentity identity() {
                    return new JobManagerIdentity(new JobManagerAddress("localhost", 6123), 7);
                }

                @Override
                public void sendHeartbeat(TaskManagerHeartbeat heartbeat) {
                    heartbeats.add(heartbeat);
                }

                @Override
                public void sendTaskStateChange(TaskStateChange change) {
                    throw new AssertionError("there are no tasks, but: " + change);
                }

                @Override
                public void sendCheckpointAnswer(CheckpointAnswer answer) {
                    throw new AssertionError("there are no tasks, but: " + answer);
                }
            };

    private final DataPlane dataPlane = TestDataPlane.open();

    @AfterEach
    void stop() {
        dataPlane.close();
    }

    @BeforeEach
    void start() {
        start(false);
    }

    private void start(boolean leadersFollow) {
        TaskEnvironment environment =
                new TaskEnvironment(
                        dataPlane,
                        deployment -> {
                            throw new AssertionError("there is no code");
                        },
                        new HadoopFileAccess(new org.apache.hadoop.conf.Configuration(false)),
                        KryoRecordSerializer::new,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(3),
                        (reason, cause) -> ends.add("fatal: " + reason));
        taskManager =
                new TaskManager(
                        new TaskManagerId("tm-1"),
                        Configuration.empty(),
                        mainThread,
                        (deployment, listener) ->
                                new Task(deployment, environment, mainThread, listener),
                        dataPlane::networkBytes,
                        new LogFile(Path.of("none"), Runnable::run),
                        leadersFollow,
                        ends::add);
        taskManager.start();
    }

    @Test
    void givesASignOfLifeAtOnceAndThenRegularly() {
        taskManager.onConnected(jobManager);
        assertThat(heartbeats).hasSize(1);
        mainThread.advance(Duration.ofSeconds(10).minus(MOMENT));
        assertThat(heartbeats).hasSize(1);
        mainThread.advance(MOMENT);
        assertThat(heartbeats).hasSize(2);
        mainThread.advance(Duration.ofSeconds(50));
        assertThat(heartbeats).hasSize(7);
    }

    @Test
    void isSilentWhileThereIsNobodyToHear() {
        taskManager.onConnected(jobManager);
        taskManager.onDisconnected("cut by the test");
        mainThread.advance(Duration.ofMinutes(1));
        assertThat(heartbeats).hasSize(1);
        taskManager.onConnected(jobManager);
        assertThat(heartbeats).hasSize(2);
        mainThread.advance(Duration.ofSeconds(10));
        assertThat(heartbeats).hasSize(3);
    }

    @Test
    void endsIfNoJobManagerEverTakesIt() {
        mainThread.advance(Duration.ofMinutes(5).minus(MOMENT));
        assertThat(ends).isEmpty();
        mainThread.advance(MOMENT);
        assertThat(ends)
                .containsExactly("no JobManager for 300000 ms (taskmanager.registration.timeout)");
    }

    @Test
    void waitsLongerForTheNextLeaderThanForTheFirst() {
        start(true);
        mainThread.advance(Duration.ofMinutes(5).minus(MOMENT));
        taskManager.onConnected(jobManager);
        mainThread.advance(Duration.ofHours(1));
        ends.clear(); // that of the one without high availability
        taskManager.onDisconnected("cut by the test");
        mainThread.advance(Duration.ofMinutes(10));
        taskManager.onDisconnected("there was no answer");
        mainThread.advance(Duration.ofMinutes(5).minus(MOMENT));
        assertThat(ends).isEmpty();
        mainThread.advance(MOMENT);
        assertThat(ends).containsExactly("no JobManager for 900000 ms (taskmanager.orphan-lease)");
    }

    @Test
    void doesNotCountTheTimeInWhichItStoodStillItself() {
        start(true);
        taskManager.onConnected(jobManager);
        taskManager.onDisconnected("cut by the test");
        mainThread.advance(Duration.ofMinutes(15).minus(MOMENT));
        ends.clear(); // that of the one without high availability
        mainThread.standStill(Duration.ofHours(1));
        assertThat(ends).as("it has had no time to look").isEmpty();
        assertThat(alone().leftMillis()).isPositive();
        mainThread.advance(Duration.ofSeconds(1));
        assertThat(ends).hasSize(1);
    }

    @Test
    void saysHowItStands() {
        start(true);
        mainThread.advance(Duration.ofMinutes(1));
        assertThat(alone())
                .isEqualTo(
                        new TaskManagerOverview.Alone(
                                60_000, 240_000, "taskmanager.registration.timeout"));

        taskManager.onConnected(jobManager);
        mainThread.advance(Duration.ofHours(1));
        assertThat(taskManager.overview())
                .isEqualTo(
                        new TaskManagerOverview(
                                new TaskManagerId("tm-1"),
                                1,
                                0,
                                new TaskManagerOverview.Connected(jobManager.identity(), 3_600_000),
                                List.of()));

        taskManager.onDisconnected("cut by the test");
        mainThread.advance(Duration.ofSeconds(100));
        assertThat(alone())
                .isEqualTo(
                        new TaskManagerOverview.Alone(
                                100_000, 800_000, "taskmanager.orphan-lease"));
    }

    private TaskManagerOverview.Alone alone() {
        return (TaskManagerOverview.Alone) taskManager.overview().link();
    }

    @Test
    void livesWithoutAJobManagerForABoundedTime() {
        mainThread.advance(Duration.ofMinutes(4));
        taskManager.onConnected(jobManager);
        mainThread.advance(Duration.ofHours(1));
        taskManager.onDisconnected("cut by the test");
        mainThread.advance(Duration.ofMinutes(4));
        taskManager.onDisconnected("cut again");
        mainThread.advance(Duration.ofMinutes(1).minus(MOMENT));
        assertThat(ends).isEmpty();
        mainThread.advance(MOMENT);
        assertThat(ends).hasSize(1);
        mainThread.advance(Duration.ofHours(1));
        assertThat(ends).as("it ends once").hasSize(1);
    }
}
