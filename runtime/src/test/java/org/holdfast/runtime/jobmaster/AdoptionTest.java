package org.holdfast.runtime.jobmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.simulation.FakeTaskManager;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.junit.jupiter.api.Test;

/** Jobs whose tasks run while one JobManager dies and the next takes over. */
class AdoptionTest {

    private static final Duration MOMENT = Duration.ofMillis(10);

    private TestCluster cluster = cluster().stored().start();

    private static TestGraphs checkpointed(TestGraphs graph) {
        return graph.setting("execution.checkpointing.interval", "1 s")
                .setting("restart-strategy.fixed-delay.delay", "0 ms");
    }

    private JobId running(TestGraphs graph) {
        JobId job = submit(graph);
        cluster.awaitAllRunning(job);
        return job;
    }

    private JobId submit(TestGraphs graph) {
        CompletableFuture<JobId> stored = cluster.dispatcher().submit(graph.build());
        cluster.advance(MOMENT);
        return cluster.answer(stored);
    }

    /** Takes the time to read what is stored. */
    private void startJobManager() {
        cluster.startJobManager();
        cluster.advance(MOMENT);
    }

    /** Two sources that have nothing to do with each other, subtask by subtask. */
    private static TestGraphs regions() {
        return TestGraphs.graph()
                .source("lines", 2, 4)
                .vertex("count", 2)
                .edge(0, 1, Partitioning.FORWARD);
    }

    private void failOver() {
        cluster.killJobManager();
        cluster.advance(Duration.ofSeconds(5));
        startJobManager();
    }

    private CheckpointReport checkpoints(JobId job) {
        return cluster.answer(cluster.dispatcher().checkpoints(job)).orElseThrow();
    }

    private TakeoverReport takeover() {
        List<RecoveryTimeline.Takeover> all =
                cluster.answer(cluster.dispatcher().recovery()).takeovers();
        assertThat(all).hasSize(1);
        return all.get(0).tasks();
    }

    private List<Integer> attempts(JobId job) {
        return cluster.details(job).vertices().stream()
                .flatMap(vertex -> vertex.subtasks().stream())
                .map(JobDetails.Subtask::attempt)
                .toList();
    }

    @Test
    void tasksGoOnUntouched() {
        JobId job = running(checkpointed(TestGraphs.counting(4)));
        cluster.advance(Duration.ofMillis(2_500));
        int taskManagers = cluster.resources.ever().size();

        failOver();
        cluster.awaitAllRunning(job);
        cluster.advance(Duration.ofMillis(500));

        assertThat(attempts(job)).containsOnly(0);
        assertThat(cluster.deployments(job)).hasSize(8);
        assertThat(cluster.details(job).restarts()).isZero();
        assertThat(cluster.resources.ever()).hasSize(taskManagers);
        assertThat(cluster.resources.running())
                .allSatisfy(tm -> assertThat(tm.cancelled()).isEmpty())
                .allSatisfy(tm -> assertThat(tm.adopted()).hasSize(4));
        assertThat(takeover()).isEqualTo(new TakeoverReport(8, 0, 1, 0, List.of()));
        assertThat(checkpoints(job).completed()).as("the first is due at once").isEqualTo(1);
    }

    @Test
    void theyGoOnUnderOneJobManagerAfterTheOther() {
        JobId job = running(checkpointed(TestGraphs.counting(2)));
        for (int i = 0; i < 20; i++) {
            cluster.killJobManager();
            cluster.advance(Duration.ofMillis(i * 3)); // some die before they have decided
            cluster.startJobManager();
            cluster.advance(Duration.ofMillis(i * 5));
        }
        cluster.advance(Duration.ofSeconds(3));

        assertThat(attempts(job)).containsOnly(0);
        assertThat(checkpoints(job).completed()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aTaskThatFailedMeanwhileStartsOverWithItsRegionOnly() {
        JobId job = running(checkpointed(regions()));
        cluster.advance(Duration.ofMillis(2_500));
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 1, 0);
        cluster.killJobManager();
        taskManager.fail(new ExecutionAttemptId(job, 1, 0, 0), "no");
        cluster.advance(Duration.ofSeconds(1));

        startJobManager();
        cluster.awaitAllRunning(job);

        assertThat(attempts(job)).containsExactly(1, 0, 1, 0);
        assertThat(cluster.deployments(job).get(cluster.attempt(job, 0, 0)).restore().checkpoint())
                .isNotZero();
        assertThat(takeover().adoptedRegions()).isEqualTo(1);
        assertThat(takeover().restoredRegions()).isEqualTo(1);
        assertThat(takeover().reasons()).containsExactly("count (1/2): ");
        cluster.advance(Duration.ofMillis(1_500));
        assertThat(checkpoints(job).completed()).isPositive();
    }

    @Test
    void aTaskManagerThatDiedMeanwhileIsNotWaitedFor() {
        JobId job = running(checkpointed(TestGraphs.counting(4)));
        cluster.advance(Duration.ofMillis(2_500));
        FakeTaskManager dead = cluster.taskManagerOf(job, 1, 0);
        cluster.killJobManager();
        cluster.startJobManager();
        cluster.resources.kill(dead, "exit 137");
        cluster.advance(MOMENT);
        long begun = cluster.mainThread.nowMillis();
        cluster.awaitAllRunning(job);

        assertThat(cluster.mainThread.nowMillis() - begun).isLessThan(5_000);
        assertThat(attempts(job)).containsOnly(1);
        assertThat(takeover().restoredTasks()).isEqualTo(8);
        assertThat(takeover().reasons()).anyMatch(reason -> reason.contains("exit 137"));
    }

    @Test
    void aTaskManagerThatDoesNotComeIsWaitedForSomeTime() {
        JobId job = running(checkpointed(TestGraphs.counting(4)));
        FakeTaskManager cut = cluster.taskManagerOf(job, 1, 0);
        cluster.killJobManager();
        cluster.startJobManager();
        cut.cutLink();
        cluster.advance(MOMENT);
        cluster.advance(Duration.ofSeconds(29));
        assertThat(cluster.details(job).waitingFor()).contains(cut.id().text());
        assertThat(attempts(job)).containsOnly(0);

        cluster.advance(Duration.ofSeconds(2));
        assertThat(takeover().reasons()).anyMatch(reason -> reason.contains("did not report"));

        cut.loseLink(); // it is back, too late
        cluster.awaitAllRunning(job);
        assertThat(attempts(job)).containsOnly(1);
        assertThat(cut.cancelled()).hasSize(4);
        assertThat(cut.liveTasks()).hasSize(4).allMatch(task -> task.attempt() == 1);
    }

    @Test
    void aTaskManagerThatWasGivenUpAndComesBackEndsWhatItRuns() {
        cluster = cluster().stored().startedByHand().start();
        FakeTaskManager silent = cluster.resources.startByHand();
        FakeTaskManager awaited = cluster.resources.startByHand();
        JobId job = running(checkpointed(TestGraphs.counting(4)));
        cluster.killJobManager();
        cluster.startJobManager();
        awaited.cutLink();
        cluster.advance(MOMENT);
        silent.cutLink();

        cluster.coordinators.taskManagers().onLost(silent.id(), "it is silent");
        silent.loseLink();
        cluster.advance(MOMENT);
        awaited.loseLink();
        cluster.awaitAllRunning(job);

        assertThat(silent.isAlive()).isTrue();
        assertThat(silent.cancelled()).hasSize(4);
        assertThat(silent.liveTasks()).hasSize(4).allMatch(task -> task.attempt() == 1);
    }

    @Test
    void aBoundedJobThatFinishedMeanwhileIsNotRunAgain() {
        JobId job = running(TestGraphs.counting(2));
        cluster.killJobManager();
        for (FakeTaskManager taskManager : cluster.resources.running()) {
            taskManager.liveTasks().forEach(taskManager::finish);
        }
        cluster.advance(Duration.ofSeconds(1));
        startJobManager();
        cluster.awaitStatus(job, JobStatus.FINISHED);

        assertThat(cluster.deployments(job)).hasSize(4);
        assertThat(cluster.jobs.results().get(job).details().summary().status())
                .isEqualTo(JobStatus.FINISHED);
    }

    /** A task was lost between the last checkpoint and its end, so all started over from that. */
    @Test
    void tasksThatStartedFromTheLastCheckpointTakeAnother() {
        JobId job = running(checkpointed(TestGraphs.counting(2)));
        FakeTaskManager unlucky = cluster.taskManagerOf(job, 1, 0);
        cluster.finishAll(job);
        while (checkpoints(job).completed() == 0) {
            cluster.mainThread.runNext();
        }
        unlucky.fail(new ExecutionAttemptId(job, 1, 0, 0), "no");
        cluster.advance(MOMENT);
        cluster.awaitAllRunning(job);
        assertThat(attempts(job)).containsOnly(1);

        cluster.killJobManager();
        for (FakeTaskManager taskManager : cluster.resources.running()) {
            taskManager.liveTasks().forEach(taskManager::finish);
        }
        startJobManager();
        cluster.awaitStatus(job, JobStatus.FINISHED);
        assertThat(attempts(job)).containsOnly(1);
    }

    @Test
    void whatHadFinishedBeforeStaysFinished() {
        JobId job = running(TestGraphs.counting(2));
        cluster.finish(job, 0, 0);
        cluster.finish(job, 0, 1);
        cluster.advance(Duration.ofSeconds(3)); // it is recorded, and the TaskManager forgets it
        assertThat(cluster.jobs.ledger(job).orElseThrow().entries())
                .filteredOn(Ledger.Entry::finished)
                .hasSize(2);

        failOver();
        cluster.advance(Duration.ofSeconds(1));

        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
        assertThat(cluster.states(job))
                .containsExactly(
                        ExecutionState.FINISHED,
                        ExecutionState.FINISHED,
                        ExecutionState.RUNNING,
                        ExecutionState.RUNNING);
        assertThat(attempts(job)).containsOnly(0);
        cluster.finish(job, 1, 0);
        cluster.finish(job, 1, 1);
        cluster.awaitStatus(job, JobStatus.FINISHED);
    }

    @Test
    void anEndIsHeldUntilTheLedgerSaysIt() {
        JobId job = running(TestGraphs.counting(2));
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);
        cluster.finish(job, 0, 0);
        cluster.advance(Duration.ofMillis(100));
        assertThat(taskManager.report().attempts()).anyMatch(attempt -> attempt.hasEnded());

        failOver();
        cluster.advance(Duration.ofMillis(100));
        assertThat(cluster.states(job).get(0)).isEqualTo(ExecutionState.FINISHED);
        assertThat(attempts(job)).containsOnly(0);
        cluster.advance(Duration.ofSeconds(3));
        assertThat(taskManager.report().attempts()).noneMatch(attempt -> attempt.hasEnded());
    }

    @Test
    void aJobThatIsCancelledWhileItIsTakenOverStops() {
        JobId job = running(checkpointed(TestGraphs.counting(4)));
        FakeTaskManager cut = cluster.taskManagerOf(job, 1, 0);
        cluster.killJobManager();
        cluster.startJobManager();
        cut.cutLink();
        cluster.advance(MOMENT);
        cluster.advance(Duration.ofSeconds(1));

        cluster.dispatcher().cancel(job);
        cluster.awaitStatus(job, JobStatus.CANCELED);
        cut.loseLink();
        cluster.advance(Duration.ofSeconds(40));
        assertThat(cluster.resources.running())
                .allSatisfy(tm -> assertThat(tm.liveTasks()).isEmpty());
    }

    @Test
    void anotherJobDoesNotGetTheSlotsThatAreHeld() {
        JobId first = running(checkpointed(TestGraphs.counting(4)));
        cluster.killJobManager();
        startJobManager();
        JobId second = submit(TestGraphs.counting(4));
        cluster.awaitAllRunning(first);
        cluster.awaitAllRunning(second);

        assertThat(attempts(first)).containsOnly(0);
        assertThat(attempts(second)).containsOnly(0);
        assertThat(cluster.overview().freeSlots()).isZero();
    }
}
