package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.jobs.Unsettled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TaskManagers in JVMs of their own, which are killed, stopped, frozen. */
class TaskManagerLossTest {

    @TempDir Path directory;

    private TestCluster cluster;

    private void start(Map<String, String> settings) throws IOException {
        cluster = new TestCluster(directory, settings);
    }

    @AfterEach
    void close() throws Exception {
        cluster.close();
    }

    @Test
    void aKilledTaskManagerIsNoticedAndTheJobRestartsOnAnother() throws Exception {
        start(
                Map.of(
                        "restart-strategy", "fixed-delay",
                        "restart-strategy.fixed-delay.attempts", "3",
                        "restart-strategy.fixed-delay.delay", "10 ms"));
        TaskManagerJvm first = cluster.forkTaskManager("tm-1", 1);
        cluster.awaitTaskManagers(1);
        JobId job = cluster.submit(Unsettled.class, 1, "--deed", "nothing");
        cluster.await(job, JobStatus.RUNNING);
        cluster.forkTaskManager("tm-2", 1);
        cluster.awaitTaskManagers(2);

        long killed = System.nanoTime();
        first.kill();
        cluster.awaitTaskManagers(1);
        Duration noticed = Duration.ofNanos(System.nanoTime() - killed);
        Awaitility.await("one restart")
                .atMost(Duration.ofSeconds(30))
                .until(() -> cluster.client().job(job).orElseThrow().restarts() == 1);
        JobDetails details = cluster.await(job, JobStatus.RUNNING);
        System.out.printf(
                "kill -9 noticed after %d ms, tasks RUNNING again after %d ms%n",
                noticed.toMillis(), (System.nanoTime() - killed) / 1_000_000);
        assertThat(details.vertices())
                .flatExtracting(JobDetails.Vertex::subtasks)
                .extracting(JobDetails.Subtask::taskManager)
                .containsOnly("tm-2");
        assertThat(details.failures().get(0).cause()).contains("tm-1");
    }

    @Test
    void withoutARestartStrategyTheJobFails() throws Exception {
        start(Map.of());
        TaskManagerJvm taskManager = cluster.forkTaskManager("tm-1", 1);
        cluster.awaitTaskManagers(1);
        JobId job = cluster.submit(Unsettled.class, 1, "--deed", "nothing");
        cluster.await(job, JobStatus.RUNNING);
        taskManager.kill();
        JobDetails details = cluster.await(job, JobStatus.FAILED);
        assertThat(details.failures().get(0).cause()).contains("tm-1");
    }

    @Test
    void userCodeThatExitsTheProcessIsALossLikeAnother() throws Exception {
        start(Map.of());
        TaskManagerJvm taskManager = cluster.forkTaskManager("tm-1", 1);
        cluster.awaitTaskManagers(1);
        JobId job = cluster.submit(Unsettled.class, 1, "--deed", "exit");
        cluster.await(job, JobStatus.FAILED);
        assertThat(taskManager.awaitExit()).isEqualTo(7);
    }

    @Test
    void aTaskManagerThatIsToldToStopEndsInOrder() throws Exception {
        start(Map.of());
        TaskManagerJvm taskManager = cluster.forkTaskManager("tm-1", 1);
        cluster.awaitTaskManagers(1);
        taskManager.terminate();
        cluster.awaitTaskManagers(0);
        assertThat(taskManager.awaitExit()).isEqualTo(143);
        assertThat(taskManager.log()).contains("TaskManager tm-1: ends with 0 tasks left");
    }

    @Test
    void aFrozenTaskManagerIsGivenUpAndMayComeBackWhenItThaws() throws Exception {
        start(
                Map.of(
                        "akka.watch.heartbeat.interval", "200 ms",
                        "akka.watch.heartbeat.pause", "2 s"));
        TaskManagerJvm taskManager = cluster.forkTaskManager("tm-1", 1);
        cluster.awaitTaskManagers(1);
        taskManager.signal("STOP");
        cluster.awaitTaskManagers(0);
        taskManager.signal("CONT");
        cluster.awaitTaskManagers(1);
    }

    @Test
    void badConfigurationEndsAtOnceWithCodeOne() throws Exception {
        start(Map.of());
        TaskManagerJvm taskManager =
                new TaskManagerJvm(
                        directory.resolve("bad"), Map.of("taskmanager.numberOfTaskSlots", "none"));
        assertThat(taskManager.awaitExit()).isEqualTo(1);
        assertThat(taskManager.log())
                .contains("taskmanager.numberOfTaskSlots: 'none' is not valid");
    }
}
