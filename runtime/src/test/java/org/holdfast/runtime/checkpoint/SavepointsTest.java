package org.holdfast.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.InMemoryCheckpoints.Commits;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.junit.jupiter.api.Test;

/** Savepoints, and the checkpoints a job ends with. */
class SavepointsTest {

    private static final String DIRECTORY = "mem:/savepoints";

    @Test
    void takesASavepointOfAJobThatTakesNoCheckpoints() {
        CheckpointedJob job = CheckpointedJob.withoutInterval().start();
        job.pass(Duration.ofDays(1));
        assertThat(job.triggered()).isEmpty();

        CompletableFuture<CheckpointMetadata> savepoint = savepoint(job);
        job.mainThread.runDue();
        job.acknowledgeAll();

        assertThat(savepoint).isCompleted();
        String name = "savepoint-" + job.graph.id().hex() + "-7-1";
        assertThat(savepoint.join().path()).isEqualTo(DIRECTORY + "/" + name + "/_metadata");
        assertThat(job.completionsOf(job.task(2, 0))).hasSize(1);
        assertThat(job.coordinator.latest()).contains(savepoint.join());
        job.pass(Duration.ofDays(1));
        assertThat(job.triggersOf(job.task(0, 0))).hasSize(1);
    }

    @Test
    void savepointsWaitTheirTurn() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.triggerOne();

        List<CompletableFuture<CheckpointMetadata>> savepoints = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            savepoints.add(savepoint(job));
        }

        assertFailed(savepoints.get(4), "4 others of this job wait already");
        for (int i = 0; i < 5; i++) {
            job.mainThread.runDue();
            assertThat(savepoints.subList(i, 4))
                    .allSatisfy(waiting -> assertThat(waiting).isNotDone());
            job.acknowledgeAll();
        }
        assertThat(savepoints.subList(0, 4))
                .allSatisfy(savepoint -> assertThat(savepoint).isCompleted());
        assertThat(job.completed)
                .extracting(checkpoint -> checkpoint.id().number())
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aFailedSavepointFailsNothingElse() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CompletableFuture<CheckpointMetadata> savepoint = savepoint(job);
        job.mainThread.runDue();

        job.decline(job.task(1, 0), "cannot");

        assertFailed(savepoint, "Savepoint 7-1 failed: count (1/2) declined: cannot");
        assertThat(job.tooManyFailures).isEmpty();
        assertThat(job.disk.directories()).isEmpty();
        assertThat(job.completeOne().id().number()).isEqualTo(2);
    }

    @Test
    void namesTheDirectoryASavepointCannotHave() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.disk.makeReadOnly("permission denied");

        CompletableFuture<CheckpointMetadata> savepoint = savepoint(job);
        job.mainThread.runDue();

        assertFailed(savepoint, "cannot be created: permission denied");
    }

    @Test
    void savepointsFailWithTheTasksThatTakeThem() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CompletableFuture<CheckpointMetadata> taken = savepoint(job);
        CompletableFuture<CheckpointMetadata> waiting = savepoint(job);
        job.mainThread.runDue();

        job.failTask("count (1/2) failed: division by zero");

        assertFailed(taken, "count (1/2) failed: division by zero");
        assertFailed(waiting, "count (1/2) failed: division by zero");
        assertFailed(savepoint(job), "Savepoint refused: count (1/2) failed");
    }

    @Test
    void aSavepointIsLetGoWhenSomethingNewerIsThere() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CheckpointMetadata before = job.completeOne();
        CompletableFuture<CheckpointMetadata> savepoint = savepoint(job);
        job.mainThread.runDue();
        job.acknowledgeAll();
        job.mainThread.runDue();
        assertThat(job.disk.pointersOf(job.graph.id()))
                .containsExactly(before.id(), savepoint.join().id());

        CheckpointMetadata after = job.completeOne();
        job.mainThread.runDue();

        assertThat(job.disk.pointersOf(job.graph.id())).containsExactly(after.id());
        assertThat(job.disk.files()).containsOnlyKeys(savepoint.join().path(), after.path());
    }

    @Test
    void nothingFollowsTheSavepointAJobStopsWith() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CompletableFuture<CheckpointMetadata> stop =
                job.coordinator.savepoint(DIRECTORY, CheckpointKind.STOP);
        job.mainThread.runDue();
        CompletableFuture<CheckpointMetadata> late = savepoint(job);
        job.acknowledgeAll();

        assertThat(stop).isCompleted();
        assertFailed(late, "the job is about to end");
        job.coordinator.start();
        job.pass(Duration.ofMinutes(10));
        assertThat(job.completed).containsExactly(stop.join());
        assertThat(job.triggersOf(job.task(0, 0))).hasSize(1);

        end(job, JobStatus.FINISHED);
        assertThat(job.disk.files()).containsOnlyKeys(stop.join().path());
        assertThat(job.disk.pointersOf(job.graph.id())).isEmpty();
    }

    @Test
    void theClosingCheckpointTakesThePlaceOfAnOrdinaryOne() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.triggerOne();
        long ordinary = job.pendingId();
        job.finishAll();

        job.coordinator.close(Optional.empty());
        job.coordinator.close(Optional.empty());
        job.mainThread.runDue();

        assertThat(job.abortsOf(job.task(1, 0))).containsExactly(ordinary);
        assertThat(job.tasks())
                .allSatisfy(
                        task -> {
                            var barriers = job.triggersOf(task);
                            assertThat(barriers.get(barriers.size() - 1).kind())
                                    .isEqualTo(CheckpointKind.CLOSING);
                        });
        job.acknowledgeAll();
        assertThat(job.completed)
                .extracting(CheckpointMetadata::kind)
                .containsExactly(CheckpointKind.CLOSING);
        assertThat(job.tooManyFailures).isEmpty();
    }

    @Test
    void theClosingCheckpointWaitsForASavepointAndForACommit() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CompletableFuture<CheckpointMetadata> savepoint = savepoint(job);
        job.mainThread.runDue();
        job.finishAll();

        job.coordinator.close(Optional.of(DIRECTORY));
        job.disk.holdCommits();
        job.acknowledgeAll();
        assertThat(job.completed).isEmpty();
        job.releaseCommits();
        job.mainThread.runDue();
        job.acknowledgeAll();

        assertThat(savepoint).isCompleted();
        assertThat(job.completed)
                .extracting(CheckpointMetadata::kind)
                .containsExactly(CheckpointKind.SAVEPOINT, CheckpointKind.CLOSING);
        assertThat(job.completed.get(1).path()).startsWith(DIRECTORY + "/savepoint-");
    }

    @Test
    void triesTheClosingCheckpointAgainWithinWhatIsTolerated() {
        CheckpointedJob job =
                CheckpointedJob.with("execution.checkpointing.tolerable-failed-checkpoints", "1")
                        .start();
        job.finishAll();
        job.disk.commitsWill(Commits.FAIL);
        job.coordinator.close(Optional.empty());
        job.mainThread.runDue();
        job.acknowledgeAll();
        assertThat(job.triggersOf(job.task(2, 0))).hasSize(1);
        assertThat(job.tooManyFailures).isEmpty();

        job.pass(Duration.ofSeconds(1));
        assertThat(job.triggersOf(job.task(2, 0))).hasSize(2);
        job.acknowledgeAll();

        assertThat(job.tooManyFailures)
                .singleElement()
                .asString()
                .contains("Checkpoint 7-2 failed: ")
                .contains("no space left on device");
    }

    @Test
    void closesAgainAfterARestart() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.finishAll();
        job.coordinator.close(Optional.empty());
        job.mainThread.runDue();
        job.failTask("lost");

        job.restart();
        job.finishAll();
        job.coordinator.close(Optional.empty());
        job.mainThread.runDue();
        job.acknowledgeAll();

        assertThat(job.completed)
                .extracting(CheckpointMetadata::kind)
                .containsExactly(CheckpointKind.CLOSING);
        assertThat(job.completionsOf(job.task(2, 0))).hasSize(1);
    }

    private static CompletableFuture<CheckpointMetadata> savepoint(CheckpointedJob job) {
        return job.coordinator.savepoint(DIRECTORY, CheckpointKind.SAVEPOINT);
    }

    private static void end(CheckpointedJob job, JobStatus status) {
        CompletableFuture<Void> done = job.coordinator.onJobEnded(status);
        job.mainThread.runDue();
        assertThat(done).isCompleted();
    }

    private static void assertFailed(
            CompletableFuture<CheckpointMetadata> savepoint, String reason) {
        assertThat(savepoint).isCompletedExceptionally();
        assertThatThrownBy(savepoint::join)
                .hasCauseInstanceOf(CheckpointException.class)
                .hasMessageContaining(reason);
    }
}
