package org.holdfast.runtime.jobmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.simulation.FakeTaskManager;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskStateChange;
import org.junit.jupiter.api.Test;

/** One job on a cluster of TaskManagers with two slots: how it runs and how it is cancelled. */
class JobExecutionTest {

    private final TestCluster cluster = cluster().start();

    @Test
    void waitsForSlotsThenRunsAllTasksThenFinishes() {
        JobId job = cluster.submit(TestGraphs.counting(3));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.CREATED);
        assertThat(cluster.states(job)).containsOnly(ExecutionState.SCHEDULED);
        assertThat(cluster.details(job).waitingFor()).startsWith("3 slots;");

        cluster.awaitAllRunning(job);
        assertThat(cluster.overview().taskManagers()).isEqualTo(2);
        assertThat(cluster.overview().freeSlots()).isEqualTo(1);

        cluster.finishAll(job);
        cluster.awaitStatus(job, JobStatus.FINISHED);
        assertThat(cluster.overview().freeSlots()).isEqualTo(4);
        assertThat(cluster.details(job).summary().endTime())
                .isGreaterThan(cluster.details(job).summary().startTime());
    }

    @Test
    void subtasksOfAllVerticesShareTheSlotOfTheirIndex() {
        JobId job = running(TestGraphs.counting(3));

        for (int subtask = 0; subtask < 3; subtask++) {
            assertThat(cluster.taskManagerOf(job, 0, subtask))
                    .isSameAs(cluster.taskManagerOf(job, 1, subtask));
        }
    }

    @Test
    void goesOnUntilTheLastTaskFinished() {
        JobId job = running(TestGraphs.counting(2));

        cluster.finish(job, 0, 0);
        cluster.finish(job, 0, 1);
        cluster.finish(job, 1, 0);
        cluster.advance(Duration.ofMinutes(1));

        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
        assertThat(cluster.overview().freeSlots()).isZero();
    }

    private JobId running(TestGraphs graph) {
        JobId job = cluster.submit(graph);
        cluster.awaitAllRunning(job);
        return job;
    }

    // ---------------------------------------------------------------- cancel

    @Test
    void cancelWhileWaitingForSlotsEndsTheJobAtOnce() {
        JobId job = cluster.submit(TestGraphs.counting(2));

        assertThat(cluster.cancel(job)).isEqualTo(JobStatus.CANCELED);

        cluster.advance(Duration.ofMinutes(2));
        assertThat(cluster.states(job)).containsOnly(ExecutionState.CANCELED);
        assertThat(cluster.deployments(job)).isEmpty();
        assertThat(cluster.resources.running()).isEmpty();
    }

    @Test
    void cancelWhileDeploying() {
        JobId job = cluster.submit(TestGraphs.counting(2));
        cluster.awaitStatus(job, JobStatus.RUNNING);
        assertThat(cluster.states(job)).containsOnly(ExecutionState.DEPLOYING);

        assertThat(cluster.cancel(job)).isEqualTo(JobStatus.CANCELLING);
        cluster.awaitStatus(job, JobStatus.CANCELED);

        assertThat(cluster.states(job)).containsOnly(ExecutionState.CANCELED);
        assertThat(cluster.resources.running()).allMatch(tm -> tm.liveTasks().isEmpty());
    }

    @Test
    void cancelWhileRunning() {
        JobId job = running(TestGraphs.counting(2));

        assertThat(cluster.cancel(job)).isEqualTo(JobStatus.CANCELLING);
        assertThat(cluster.cancel(job)).as("once more").isEqualTo(JobStatus.CANCELLING);
        cluster.awaitStatus(job, JobStatus.CANCELED);

        assertThat(cluster.cancel(job)).as("when it has ended").isEqualTo(JobStatus.CANCELED);
        assertThat(cluster.overview().freeSlots()).isEqualTo(2);
    }

    @Test
    void cancelDuringTheRestartDelay() {
        JobId job =
                running(
                        TestGraphs.counting(1)
                                .restarting(1)
                                .setting("restart-strategy.fixed-delay.delay", "1 h"));
        cluster.fail(job, 0, 0, "no");
        cluster.advance(Duration.ofSeconds(1));

        assertThat(cluster.cancel(job)).isEqualTo(JobStatus.CANCELED);

        cluster.advance(Duration.ofHours(2));
        assertThat(cluster.deployments(job)).hasSize(2);
    }

    @Test
    void aTaskThatFailsWhileTheJobIsCancelledDoesNotChangeTheOutcome() {
        JobId job = running(TestGraphs.counting(1).restarting(5));
        cluster.taskManagerOf(job, 0, 0).ignoreCancellation();

        cluster.cancel(job);
        cluster.fail(job, 0, 0, "failed while it was stopped");
        cluster.finish(job, 1, 0);
        cluster.awaitStatus(job, JobStatus.CANCELED);
    }

    // ---------------------------------------------------------------- messages

    @Test
    void newsOfAttemptsOfThePastChangeNothing() {
        JobId job = running(TestGraphs.counting(1).restarting(1));
        ExecutionAttemptId old = cluster.attempt(job, 0, 0);
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);
        cluster.fail(job, 0, 0, "no");
        cluster.advance(Duration.ofMillis(1));
        cluster.awaitAllRunning(job);
        JobDetails before = cluster.details(job);

        for (ExecutionState state : ExecutionState.values()) {
            say(taskManager, old, state);
        }

        assertThat(cluster.details(job)).isEqualTo(before);
    }

    @Test
    void newsFromAnotherTaskManagerThanTheTasksOwnChangeNothing() {
        JobId job = running(TestGraphs.counting(3));
        FakeTaskManager other = cluster.taskManagerOf(job, 0, 1);
        assertThat(other).isNotSameAs(cluster.taskManagerOf(job, 0, 0));

        say(other, cluster.attempt(job, 0, 0), ExecutionState.FAILED);

        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void newsOfUnknownTasksChangeNothing() {
        JobId job = running(TestGraphs.counting(1));
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);

        say(taskManager, new ExecutionAttemptId(job, 9, 0, 0), ExecutionState.FAILED);
        say(taskManager, new ExecutionAttemptId(job, 0, 9, 0), ExecutionState.FAILED);
        say(taskManager, new ExecutionAttemptId(JobId.random(), 0, 0, 0), ExecutionState.FAILED);

        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void newsOutOfPlaceChangeNothing() {
        JobId job = running(TestGraphs.counting(1));
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);

        say(taskManager, cluster.attempt(job, 0, 0), ExecutionState.INITIALIZING);
        say(taskManager, cluster.attempt(job, 0, 0), ExecutionState.CANCELING);
        say(taskManager, cluster.attempt(job, 0, 0), ExecutionState.CREATED);

        assertThat(cluster.states(job)).containsOnly(ExecutionState.RUNNING);
    }

    private void say(FakeTaskManager from, ExecutionAttemptId task, ExecutionState state) {
        cluster.coordinators
                .taskManagers()
                .onTaskStateChanged(
                        from.id(), new TaskStateChange(task, state, "", TaskCounters.NONE));
    }

    // ---------------------------------------------------------------- counters

    @Test
    void countersComeWithHeartbeatsAndWithTheEndOfATask() {
        JobId job = running(TestGraphs.counting(2));
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);
        taskManager.count(cluster.attempt(job, 0, 0), new TaskCounters(10, 20, 30, 40, 50, 60));
        taskManager.count(cluster.attempt(job, 0, 1), new TaskCounters(1, 2, 3, 4, 5, 6));
        taskManager.count(cluster.attempt(job, 1, 0), new TaskCounters(7, 0, 0, 0, 0, 0));

        taskManager.sendHeartbeat();
        cluster.advance(Duration.ofMillis(1));

        JobDetails details = cluster.details(job);
        assertThat(details.vertices().get(0).counters())
                .isEqualTo(new TaskCounters(11, 22, 33, 44, 55, 60));
        assertThat(details.vertices().get(1).counters().recordsIn()).isEqualTo(7);
        assertThat(details.completedSize()).isEqualTo(33);
        assertThat(details.totalSize()).isEqualTo(400);

        taskManager.count(cluster.attempt(job, 0, 0), new TaskCounters(100, 0, 200, 0, 0, 0));
        cluster.finish(job, 0, 0);
        cluster.advance(Duration.ofMillis(1));
        assertThat(cluster.details(job).completedSize()).isEqualTo(203);
    }

    @Test
    void aRestartCountsFromZero() {
        JobId job = running(TestGraphs.counting(1).restarting(1));
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);
        taskManager.count(cluster.attempt(job, 0, 0), new TaskCounters(10, 20, 30, 0, 0, 0));
        taskManager.sendHeartbeat();
        cluster.advance(Duration.ofMillis(1));
        assertThat(cluster.details(job).completedSize()).isEqualTo(30);

        cluster.fail(job, 0, 0, "no");
        cluster.advance(Duration.ofMillis(1));
        cluster.awaitAllRunning(job);

        assertThat(cluster.details(job).completedSize()).isZero();
    }
}
