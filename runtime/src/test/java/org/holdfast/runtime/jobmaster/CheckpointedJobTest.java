package org.holdfast.runtime.jobmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.simulation.FakeTaskManager;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskDeployment;
import org.junit.jupiter.api.Test;

/** Jobs that take checkpoints, when their tasks fail, end, or are told to. */
class CheckpointedJobTest {

    /** Messages over different links take different times. */
    private long messages;

    private final TestCluster cluster = cluster().latency(() -> 1 + messages++ % 5).start();

    private static TestGraphs checkpointed(TestGraphs graph) {
        return graph.setting("execution.checkpointing.interval", "1 s")
                .setting("restart-strategy.fixed-delay.delay", "0 ms");
    }

    private JobId running(TestGraphs graph) {
        JobId job = cluster.submit(checkpointed(graph));
        cluster.awaitAllRunning(job);
        return job;
    }

    private CheckpointReport checkpoints(JobId job) {
        return cluster.answer(cluster.dispatcher().checkpoints(job)).orElseThrow();
    }

    private CheckpointReport.Checkpoint latest(JobId job) {
        return checkpoints(job).latest().orElseThrow();
    }

    private TaskDeployment deployment(JobId job, int vertex, int subtask) {
        return cluster.deployments(job).get(cluster.attempt(job, vertex, subtask));
    }

    private static SavepointRequest to(String directory, SavepointRequest.Mode mode) {
        return new SavepointRequest(directory, mode);
    }

    @Test
    void aJobTakesACheckpointEachInterval() {
        JobId job = running(TestGraphs.counting(2));
        cluster.advance(Duration.ofMillis(5_500));

        assertThat(checkpoints(job).completed()).isEqualTo(5);
        assertThat(checkpoints(job).failed()).isZero();
        assertThat(latest(job).acknowledged()).isEqualTo(4);
        assertThat(latest(job).id()).isEqualTo(new CheckpointId(3, 5).value());
    }

    @Test
    void afterAFailureTasksStartFromTheLatestCheckpoint() {
        JobId job = running(TestGraphs.counting(2));
        cluster.advance(Duration.ofMillis(3_500));
        long latest = latest(job).id();

        cluster.fail(job, 1, 0, "no");
        cluster.advance(Duration.ofMillis(20));
        cluster.awaitAllRunning(job);

        assertThat(deployment(job, 0, 1).restore().checkpoint()).isEqualTo(latest);
        assertThat(deployment(job, 0, 1).splits()).hasSize(2).allMatch(at -> at.offset() == 3);
        assertThat(deployment(job, 1, 0).restore().inputEnded()).isFalse();
        assertThat(checkpoints(job).restored().orElseThrow().id()).isEqualTo(latest);
        cluster.advance(Duration.ofMillis(1_500));
        assertThat(latest(job).id()).isGreaterThan(latest);
    }

    @Test
    void aRestartWaitsUntilItIsKnownWhetherACommitHappened() {
        JobId job = running(TestGraphs.counting(2));
        cluster.advance(Duration.ofMillis(1_500));
        long before = latest(job).id();
        cluster.checkpoints.holdCommits();
        cluster.advance(Duration.ofMillis(1_500));

        cluster.fail(job, 1, 0, "no");
        cluster.advance(Duration.ofSeconds(5));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RESTARTING);
        assertThat(cluster.attempt(job, 0, 0).attempt()).isZero();

        cluster.checkpoints.releaseCommits();
        cluster.awaitAllRunning(job);
        assertThat(deployment(job, 0, 0).restore().checkpoint()).isGreaterThan(before);
    }

    @Test
    void onlyTheRegionThatFailedStartsOver() {
        JobId job =
                running(
                        TestGraphs.graph()
                                .source("a", 2, 2)
                                .vertex("countA", 2)
                                .source("b", 2, 2)
                                .vertex("countB", 2)
                                .edge(0, 1, Partitioning.HASH)
                                .edge(2, 3, Partitioning.HASH));
        cluster.advance(Duration.ofMillis(1_500));
        long latest = latest(job).id();

        cluster.fail(job, 3, 0, "no");
        cluster.advance(Duration.ofMillis(20));
        cluster.awaitAllRunning(job);

        for (int subtask = 0; subtask < 2; subtask++) {
            assertThat(cluster.attempt(job, 0, subtask).attempt()).isZero();
            assertThat(cluster.attempt(job, 1, subtask).attempt()).isZero();
            assertThat(cluster.attempt(job, 2, subtask).attempt()).isEqualTo(1);
            assertThat(cluster.attempt(job, 3, subtask).attempt()).isEqualTo(1);
        }
        assertThat(deployment(job, 2, 0).restore().checkpoint()).isEqualTo(latest);
        assertThat(cluster.details(job).restarts()).isEqualTo(1);
    }

    @Test
    void aRegionThatLostItsTaskManagerGetsAnotherWhileOthersRunOnInTheirSlots() {
        JobId job = running(TestGraphs.graph().source("copy", 4, 4));
        FakeTaskManager survivor = cluster.taskManagerOf(job, 0, 0);
        FakeTaskManager lost = cluster.taskManagerOf(job, 0, 1);
        cluster.advance(Duration.ofMillis(1_500));

        cluster.resources.kill(lost, "kill -9");
        cluster.awaitStatus(job, JobStatus.RESTARTING);
        assertThat(cluster.attempt(job, 0, 0).attempt()).isZero();
        cluster.awaitAllRunning(job);

        assertThat(cluster.taskManagerOf(job, 0, 0)).isSameAs(survivor);
        assertThat(cluster.attempt(job, 0, 0).attempt()).isZero();
        assertThat(cluster.attempt(job, 0, 1).attempt()).isEqualTo(1);
        assertThat(cluster.taskManagerOf(job, 0, 1)).isNotSameAs(lost);
    }

    @Test
    void aBoundedJobEndsInAClosingCheckpoint() {
        JobId job = running(TestGraphs.counting(2));
        cluster.finish(job, 0, 0);
        cluster.advance(Duration.ofMillis(2_500));
        assertThat(checkpoints(job).completed()).as("while some tasks wait").isEqualTo(2);
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);

        cluster.finishAll(job);
        cluster.awaitStatus(job, JobStatus.FINISHED);

        assertThat(latest(job).kind()).isEqualTo(CheckpointKind.CLOSING);
        assertThat(cluster.states(job)).containsOnly(ExecutionState.FINISHED);
    }

    @Test
    void aTaskLostAfterTheClosingCheckpointHasTheWholeJobCloseAgain() {
        JobId job = running(TestGraphs.graph().source("copy", 4, 4));
        FakeTaskManager lost = cluster.taskManagerOf(job, 0, 1);
        cluster.finishAll(job);
        while (cluster.states(job).stream().noneMatch(ExecutionState.FINISHED::equals)) {
            cluster.mainThread.runNext();
        }
        assertThat(cluster.states(job)).contains(ExecutionState.FINISHING);

        cluster.resources.kill(lost, "kill -9");
        cluster.advance(Duration.ofMillis(1));
        cluster.awaitAllRunning(job);
        for (int subtask = 0; subtask < 4; subtask++) {
            assertThat(deployment(job, 0, subtask).restore().inputEnded()).isTrue();
        }
        cluster.finishAll(job);
        cluster.awaitStatus(job, JobStatus.FINISHED);
    }

    @Test
    void checkpointsThatFailMoreOftenThanToleratedFailTheJob() {
        JobId job =
                running(
                        TestGraphs.counting(1)
                                .setting(
                                        "execution.checkpointing.tolerable-failed-checkpoints", "2")
                                .setting("restart-strategy", "off"));
        cluster.taskManagerOf(job, 1, 0).declineCheckpoints(true);

        cluster.advance(Duration.ofMillis(2_500));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
        cluster.awaitStatus(job, JobStatus.FAILED);

        assertThat(checkpoints(job).failed()).isEqualTo(3);
        assertThat(cluster.details(job).failures())
                .first()
                .extracting(JobDetails.Failure::cause)
                .asString()
                .contains("not serializable");
    }

    @Test
    void anAttemptOfThePastCannotAcknowledge() {
        JobId job = running(TestGraphs.counting(1));
        FakeTaskManager zombie = cluster.taskManagerOf(job, 1, 0);
        cluster.coordinators.taskManagers().onLost(zombie.id(), "declared dead");
        cluster.advance(Duration.ofMillis(1));
        cluster.awaitAllRunning(job);
        zombie.declineCheckpoints(true);

        cluster.advance(Duration.ofMillis(2_500));

        assertThat(checkpoints(job).failed()).isZero();
        assertThat(checkpoints(job).completed()).isEqualTo(2);
    }

    @Test
    void aSavepointLetsTheJobGoOn() {
        JobId job = running(TestGraphs.counting(2));

        CompletableFuture<Optional<String>> path =
                cluster.dispatcher().savepoint(job, to("/saved", SavepointRequest.Mode.GO_ON));
        cluster.advance(Duration.ofMillis(100));

        assertThat(path.join()).hasValueSatisfying(at -> assertThat(at).contains("/saved/"));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void aJobStoppedWithASavepointIsFinishedAndCanBeResumedFromThere() {
        JobId job = running(TestGraphs.counting(2));

        CompletableFuture<Optional<String>> path =
                cluster.dispatcher().savepoint(job, to("/saved", SavepointRequest.Mode.STOP));
        cluster.awaitStatus(job, JobStatus.FINISHED);
        String savepoint = path.join().orElseThrow();

        JobId resumed =
                running(TestGraphs.counting(3).setting("execution.savepoint.path", savepoint));
        assertThat(deployment(resumed, 0, 0).restore().checkpoint()).isPositive();
        assertThat(deployment(resumed, 0, 0).splits()).isNotEmpty();
    }

    @Test
    void aDrainedJobEndsItsInputThenClosesIntoASavepoint() {
        JobId job = running(TestGraphs.counting(2));

        CompletableFuture<Optional<String>> path =
                cluster.dispatcher().savepoint(job, to("/saved", SavepointRequest.Mode.DRAIN));
        cluster.awaitStatus(job, JobStatus.FINISHED);

        assertThat(path.join()).hasValueSatisfying(at -> assertThat(at).contains("/saved/"));
        assertThat(latest(job).kind()).isEqualTo(CheckpointKind.CLOSING);
    }

    @Test
    void aSavepointThatIsNotThereFailsTheJobBeforeAnythingRuns() {
        JobId job =
                cluster.submit(
                        TestGraphs.counting(1).setting("execution.savepoint.path", "/nowhere"));
        cluster.awaitStatus(job, JobStatus.FAILED);

        assertThat(cluster.deployments(job)).isEmpty();
        assertThat(cluster.details(job).failures())
                .first()
                .extracting(JobDetails.Failure::cause)
                .asString()
                .contains("/nowhere");
    }

    @Test
    void aSavepointOfAnotherJobIsRefusedNamingTheOperator() {
        JobId job = running(TestGraphs.graph().source("other lines", 1, 1));
        CompletableFuture<Optional<String>> path =
                cluster.dispatcher().savepoint(job, to("/saved", SavepointRequest.Mode.STOP));
        cluster.awaitStatus(job, JobStatus.FINISHED);

        JobId resumed =
                cluster.submit(
                        TestGraphs.counting(1)
                                .setting("execution.savepoint.path", path.join().orElseThrow()));
        cluster.awaitStatus(resumed, JobStatus.FAILED);
        assertThat(cluster.details(resumed).failures())
                .first()
                .extracting(JobDetails.Failure::cause)
                .asString()
                .contains("other lines");
    }

    @Test
    void aSavepointOfAJobThatDoesNotRunIsRefused() {
        JobId job = cluster.submit(checkpointed(TestGraphs.counting(9)));
        cluster.advance(Duration.ofMillis(10));
        CompletableFuture<Optional<String>> path =
                cluster.dispatcher().savepoint(job, to("/saved", SavepointRequest.Mode.GO_ON));
        cluster.mainThread.runDue();

        assertThatThrownBy(path::join).hasMessageContaining("avepoint");
        assertThat(
                        cluster.answer(
                                cluster.dispatcher()
                                        .savepoint(
                                                JobId.random(),
                                                to("/saved", SavepointRequest.Mode.GO_ON))))
                .isEmpty();
    }
}
