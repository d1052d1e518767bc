package org.holdfast.runtime.jobmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import java.util.List;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.simulation.FakeTaskManager;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.junit.jupiter.api.Test;

/** What becomes of a job when its tasks fail or their TaskManagers go. */
class JobFailureTest {

    private final TestCluster cluster = cluster().start();

    private JobId running(TestGraphs graph) {
        JobId job = cluster.submit(graph);
        cluster.awaitAllRunning(job);
        return job;
    }

    @Test
    void aFailureWithoutRestartsStopsAllTasksAndFailsTheJob() {
        JobId job = running(TestGraphs.counting(2));

        cluster.fail(job, 1, 1, "java.lang.RuntimeException: no\n\tat Foo");
        cluster.awaitStatus(job, JobStatus.FAILED);

        assertThat(cluster.states(job))
                .containsExactly(
                        ExecutionState.CANCELED,
                        ExecutionState.CANCELED,
                        ExecutionState.CANCELED,
                        ExecutionState.FAILED);
        JobDetails.Failure failure = cluster.details(job).failures().get(0);
        assertThat(failure.task()).isEqualTo("count (2/2)");
        assertThat(failure.cause()).isEqualTo("java.lang.RuntimeException: no\n\tat Foo");
        assertThat(failure.time())
                .isGreaterThan(cluster.details(job).summary().startTime())
                .isLessThanOrEqualTo(cluster.details(job).summary().endTime());
        assertThat(cluster.overview().freeSlots()).isEqualTo(2);
    }

    @Test
    void aFailureWithinTheBudgetStartsNewAttemptsOfAllTasks() {
        JobId job = running(TestGraphs.counting(2).restarting(2));

        cluster.fail(job, 0, 0, "first");
        cluster.advance(Duration.ofMillis(1));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RESTARTING);
        cluster.awaitAllRunning(job);

        JobDetails details = cluster.details(job);
        assertThat(details.restarts()).isEqualTo(1);
        assertThat(details.restartStrategy()).contains("1 of 2 restarts left");
        assertThat(details.vertices())
                .flatExtracting(JobDetails.Vertex::subtasks)
                .extracting(JobDetails.Subtask::attempt)
                .containsOnly(1);
    }

    @Test
    void whenTheBudgetIsSpentTheJobFails() {
        JobId job = running(TestGraphs.counting(1).restarting(2));

        for (int i = 0; i < 3; i++) {
            cluster.awaitAllRunning(job);
            cluster.fail(job, 0, 0, "failure " + i);
            cluster.advance(Duration.ofMillis(1));
        }
        cluster.awaitStatus(job, JobStatus.FAILED);

        assertThat(cluster.details(job).restarts()).isEqualTo(2);
        assertThat(cluster.details(job).failures())
                .extracting(JobDetails.Failure::cause)
                .containsExactly("failure 2", "failure 1", "failure 0");
    }

    @Test
    void tasksThatFailTogetherAreOneFailure() {
        JobId job = running(TestGraphs.counting(2).restarting(1));

        for (int vertex = 0; vertex < 2; vertex++) {
            for (int subtask = 0; subtask < 2; subtask++) {
                cluster.fail(job, vertex, subtask, "all at once");
            }
        }
        cluster.advance(Duration.ofMillis(1));
        cluster.awaitAllRunning(job);

        assertThat(cluster.details(job).failures()).hasSize(1);
        assertThat(cluster.details(job).restarts()).isEqualTo(1);
    }

    @Test
    void aTaskManagerLostBehindALostConnectionIsToldWithoutASecondRestart() {
        JobId job = running(TestGraphs.counting(4).restarting(1));
        FakeTaskManager lost = cluster.taskManagerOf(job, 0, 0);

        cluster.fail(job, 1, 1, "connection lost");
        cluster.advance(Duration.ofMillis(1));
        cluster.coordinators.taskManagers().onLost(lost.id(), "its port is closed");
        cluster.awaitAllRunning(job);

        assertThat(cluster.details(job).restarts()).isEqualTo(1);
        assertThat(cluster.details(job).failures())
                .extracting(JobDetails.Failure::cause)
                .containsExactly(
                        "TaskManager " + lost.id() + " lost: its port is closed",
                        "connection lost");
    }

    @Test
    void theLatestTenFailuresAreKept() {
        JobId job = running(TestGraphs.counting(1).restarting(20));

        for (int i = 0; i < 15; i++) {
            cluster.awaitAllRunning(job);
            cluster.fail(job, 0, 0, "failure " + i);
            cluster.advance(Duration.ofMillis(1));
        }

        assertThat(cluster.details(job).failures())
                .hasSize(10)
                .first()
                .extracting(JobDetails.Failure::cause)
                .isEqualTo("failure 14");
    }

    @Test
    void theRestartWaitsForItsDelayAndKeepsItsSlotsMeanwhile() {
        JobId job =
                running(
                        TestGraphs.counting(2)
                                .restarting(1)
                                .setting("restart-strategy.fixed-delay.delay", "10 s"));

        cluster.fail(job, 0, 0, "no");
        cluster.advance(Duration.ofMillis(9_990));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RESTARTING);
        assertThat(cluster.details(job).waitingFor()).isEqualTo("the restart delay to pass");
        assertThat(cluster.overview().freeSlots()).isZero();

        cluster.advance(Duration.ofMillis(20));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void noNewAttemptStartsBeforeEveryOldOneHasEnded() {
        JobId job = running(TestGraphs.counting(2).restarting(1));
        FakeTaskManager slow = cluster.taskManagerOf(job, 1, 1);
        ExecutionAttemptId stuck = cluster.attempt(job, 1, 1);
        slow.ignoreCancellation();

        cluster.fail(job, 0, 0, "no");
        cluster.advance(Duration.ofMinutes(1));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RESTARTING);
        assertThat(cluster.details(job).waitingFor()).isEqualTo("3 tasks to stop");

        slow.liveTasks().forEach(slow::stopUnasked);
        cluster.awaitAllRunning(job);
        assertThat(slow.cancelled()).contains(stuck);
    }

    @Test
    void aTaskManagerWhoseTaskDoesNotStopIsGivenUpAndReplaced() {
        JobId job = running(TestGraphs.counting(2).restarting(1));
        FakeTaskManager slow = cluster.taskManagerOf(job, 1, 1);
        slow.ignoreCancellation();

        cluster.fail(job, 0, 0, "no");
        cluster.advance(Duration.ofMinutes(3).plusSeconds(29));
        assertThat(slow.isAlive()).isTrue();
        cluster.awaitAllRunning(job);

        assertThat(slow.isAlive()).isFalse();
        assertThat(slow.shutDownReason()).contains("a task did not stop within 210 s");
        assertThat(cluster.resources.running()).doesNotContain(slow).hasSize(1);
    }

    @Test
    void aTaskItsTaskManagerStopsUnaskedIsAFailure() {
        JobId job = running(TestGraphs.counting(1));

        cluster.taskManagerOf(job, 0, 0).stopUnasked(cluster.attempt(job, 0, 0));
        cluster.awaitStatus(job, JobStatus.FAILED);

        assertThat(cluster.details(job).failures().get(0).cause())
                .contains("stopped it without being told to");
    }

    // ---------------------------------------------------------------- TaskManagers

    @Test
    void aTaskManagerThatComesBackEndsTheTasksItWasGivenUpWith() {
        TestCluster byHand = cluster().startedByHand().start();
        FakeTaskManager lost = byHand.resources.startByHand();
        byHand.resources.startByHand();
        JobId job =
                byHand.submit(
                        TestGraphs.counting(4)
                                .restarting(1)
                                .setting("restart-strategy.fixed-delay.delay", "10 s"));
        byHand.awaitAllRunning(job);
        List<ExecutionAttemptId> former = List.copyOf(lost.liveTasks());
        lost.cutLink();

        byHand.coordinators.taskManagers().onLost(lost.id(), "it is silent");
        lost.loseLink();
        byHand.awaitAllRunning(job);

        assertThat(lost.isAlive()).isTrue();
        assertThat(former).isNotEmpty();
        assertThat(lost.cancelled()).containsAll(former);
        assertThat(lost.liveTasks()).isNotEmpty().doesNotContainAnyElementsOf(former);
    }

    @Test
    void aLostTaskManagerFailsItsTasksAndTheJobRestartsOnAnother() {
        JobId job = running(TestGraphs.counting(3).restarting(1));
        FakeTaskManager victim = cluster.taskManagerOf(job, 0, 0);

        cluster.resources.kill(victim, "exit code 137");
        cluster.awaitStatus(job, JobStatus.RESTARTING);
        cluster.awaitAllRunning(job);

        assertThat(cluster.details(job).failures().get(0).cause())
                .isEqualTo("TaskManager " + victim.id() + " lost: exit code 137");
        assertThat(cluster.resources.running()).hasSize(2).doesNotContain(victim);
        assertThat(cluster.resources.declared()).as("wanted TaskManagers").containsExactly(2);
    }

    @Test
    void aLostTaskManagerWithoutRestartsFailsTheJob() {
        JobId job = running(TestGraphs.counting(3));

        cluster.resources.kill(cluster.taskManagerOf(job, 0, 0), "exit code 137");
        cluster.awaitStatus(job, JobStatus.FAILED);
    }

    @Test
    void aFinishedProducersTaskManagerIsStillNeededWhileItsConsumersRead() {
        JobId job = running(TestGraphs.counting(3));
        FakeTaskManager producers = cluster.taskManagerOf(job, 0, 1);
        cluster.finish(job, 0, 1);
        cluster.finish(job, 1, 1);
        cluster.advance(Duration.ofMillis(5));
        assertThat(producers.liveTasks()).isEmpty();

        cluster.resources.kill(producers, "gone");
        cluster.awaitStatus(job, JobStatus.FAILED);
    }

    @Test
    void aTaskManagerNobodyReadsFromAnyMoreIsNotMissed() {
        JobId job = running(TestGraphs.graph().source("alone", 3, 3));
        FakeTaskManager done = cluster.taskManagerOf(job, 0, 1);
        cluster.finish(job, 0, 1);
        cluster.advance(Duration.ofMillis(5));

        cluster.resources.kill(done, "gone");
        cluster.advance(Duration.ofSeconds(10));

        assertThat(cluster.resources.running()).doesNotContain(done);
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void aTaskManagerLostWhileTheJobIsStoppedIsNotWaitedFor() {
        JobId job = running(TestGraphs.counting(3));
        FakeTaskManager stuck = cluster.taskManagerOf(job, 0, 1);
        stuck.ignoreCancellation();
        cluster.cancel(job);
        cluster.advance(Duration.ofSeconds(1));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.CANCELLING);

        cluster.resources.kill(stuck, "gone");
        cluster.awaitStatus(job, JobStatus.CANCELED);
    }

    @Test
    void aTaskManagerLostDuringTheRestartIsReplacedWhileTheOthersStop() {
        JobId job = running(TestGraphs.counting(3).restarting(1));
        FakeTaskManager slow = cluster.taskManagerOf(job, 0, 0);
        slow.ignoreCancellation();
        FakeTaskManager victim = cluster.taskManagerOf(job, 0, 1);

        cluster.resources.kill(victim, "gone");
        cluster.advance(Duration.ofSeconds(10));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RESTARTING);
        assertThat(cluster.resources.running()).hasSize(2).doesNotContain(victim);

        slow.liveTasks().forEach(slow::stopUnasked);
        cluster.awaitAllRunning(job);
    }

    @Test
    void tasksThatWereNotHeardOfAreSentAgainOverTheNextLink() {
        JobId job = cluster.submit(TestGraphs.counting(2));
        cluster.awaitStatus(job, JobStatus.RUNNING);

        cluster.taskManagerOf(job, 0, 0).loseLink();
        cluster.awaitAllRunning(job);

        assertThat(cluster.details(job).restarts()).isZero();
    }

    @Test
    void anEndThatWasNotHeardOfIsToldOverTheNextLink() {
        JobId job = running(TestGraphs.counting(2));
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);

        cluster.finishAll(job);
        taskManager.loseLink();

        cluster.awaitStatus(job, JobStatus.FINISHED);
    }

    @Test
    void aCancellationThatWasNotHeardIsRepeatedOverTheNextLink() {
        JobId job = running(TestGraphs.counting(2));
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);

        cluster.cancel(job);
        taskManager.loseLink();
        cluster.advance(Duration.ofSeconds(1));

        assertThat(cluster.status(job)).isEqualTo(JobStatus.CANCELED);
        assertThat(taskManager.isAlive()).isTrue();
    }

    @Test
    void aDefectThatShowsUpInOneJobEndsThatJobOnly() {
        JobId other = running(TestGraphs.counting(2));
        JobId job = cluster.submit(TestGraphs.counting(2).restarting(5));
        cluster.awaitAllRunning(job);
        cluster.taskManagerOf(job, 0, 0).breakDown();

        cluster.fail(job, 0, 0, "no");
        cluster.awaitStatus(job, JobStatus.FAILED);

        assertThat(cluster.details(job).failures().get(0).cause())
                .startsWith("internal error of the JobManager: ")
                .contains("cannot take");
        assertThat(cluster.status(other)).isEqualTo(JobStatus.RUNNING);
        assertThat(cluster.overview().freeSlots()).isEqualTo(2);
    }
}
