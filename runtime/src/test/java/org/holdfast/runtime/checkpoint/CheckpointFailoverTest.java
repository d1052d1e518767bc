package org.holdfast.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.InMemoryCheckpoints.Commits;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tasks that fail, and answers that are lost, at each moment of a checkpoint; and jobs that end.
 */
class CheckpointFailoverTest {

    @Test
    void aCheckpointWhoseDirectoryIsBeingCreatedIsGivenUp() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CompletableFuture<CheckpointMetadata> savepoint =
                job.coordinator.savepoint("mem:/savepoints", CheckpointKind.SAVEPOINT);

        job.failTask("gone");
        job.mainThread.runDue();

        assertThat(savepoint).isCompletedExceptionally();
        assertThat(job.triggered()).isEmpty();
        assertThat(job.disk.directories()).isEmpty();
    }

    @Test
    void aCheckpointThatWaitsForAnswersIsGivenUp() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CheckpointMetadata good = job.completeOne();
        job.triggerOne();
        long pending = job.pendingId();
        job.acknowledge(job.task(0, 0));

        job.failTask("gone");
        job.tasks().forEach(task -> job.acknowledge(task, pending));
        job.pass(Duration.ofHours(1));

        assertThat(job.abortsOf(job.task(0, 0))).containsExactly(pending);
        assertThat(job.coordinator.latest()).contains(good);
        assertThat(job.coordinator.settled()).isDone();
        assertThat(job.tooManyFailures).isEmpty();
        assertThat(job.pendingId()).as("nothing is triggered").isEqualTo(pending);
    }

    @Test
    void attemptsBeforeARestartCannotAnswerForThoseAfterIt() {
        CheckpointedJob job = CheckpointedJob.with().start();
        var before = job.tasks();
        job.failTask("gone");
        job.restart();
        job.triggerOne();

        before.forEach(task -> job.acknowledge(task, job.pendingId()));
        job.mainThread.runDue();

        assertThat(job.completed).isEmpty();
        job.acknowledgeAll();
        assertThat(job.completed).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aCheckpointThatIsBeingCommittedIsDecidedBeforeARestore(Commits fate) {
        CheckpointedJob job = CheckpointedJob.with().start();
        CheckpointMetadata first = job.completeOne();
        job.disk.holdCommits();
        job.disk.commitsWill(fate);
        job.triggerOne();
        job.acknowledgeAll();

        job.failTask("gone");
        CompletableFuture<Void> settled = job.coordinator.settled();
        assertThat(settled).isNotDone();
        job.releaseCommits();
        job.pass(Duration.ofSeconds(1));

        assertThat(settled).isDone();
        int expected = fate == Commits.HAPPEN || fate == Commits.HAPPEN_UNSEEN ? 2 : 1;
        assertThat(job.coordinator.latest())
                .hasValueSatisfying(latest -> assertThat(latest.id().number()).isEqualTo(expected));
        assertThat(job.disk.pointersOf(job.graph.id()))
                .contains(job.coordinator.latest().get().id());
        if (expected == 1) {
            assertThat(job.coordinator.latest()).contains(first);
            assertThat(job.abortsOf(job.task(0, 0))).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"HAPPEN_UNSEEN, 1, 0", "FAIL_UNSEEN, 0, 1"})
    void tellsNobodyUntilTheOutcomeIsKnown(Commits fate, int completions, int aborts) {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.disk.commitsWill(fate);
        job.disk.answerQuestions(false);
        job.triggerOne();
        job.acknowledgeAll();

        job.pass(Duration.ofMinutes(20));
        assertThat(job.completionsOf(job.task(0, 0))).isEmpty();
        assertThat(job.abortsOf(job.task(0, 0))).isEmpty();
        assertThat(job.triggersOf(job.task(0, 0))).as("no other is triggered").hasSize(1);
        assertThat(job.coordinator.settled()).isNotDone();
        job.disk.answerQuestions(true);
        job.pass(Duration.ofSeconds(1));

        assertThat(job.completionsOf(job.task(0, 0))).hasSize(completions);
        assertThat(job.abortsOf(job.task(0, 0))).hasSize(aborts);
        assertThat(job.coordinator.settled()).isDone();
    }

    @Test
    void theIntervalStartsAnewAfterARestart() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.pass(Duration.ofSeconds(9));
        job.failTask("gone");
        job.pass(Duration.ofSeconds(60));
        job.restart();

        job.pass(Duration.ofMillis(9_999));
        assertThat(job.triggered()).isEmpty();
        job.pass(Duration.ofMillis(1));

        assertThat(job.triggered()).isEqualTo(job.sources());
    }

    @ParameterizedTest
    @CsvSource({
        "RETAIN_ON_CANCELLATION, CANCELED, true",
        "RETAIN_ON_CANCELLATION, FAILED, true",
        "RETAIN_ON_CANCELLATION, FINISHED, false",
        "DELETE_ON_CANCELLATION, CANCELED, false",
        "DELETE_ON_CANCELLATION, FAILED, true",
        "DELETE_ON_CANCELLATION, FINISHED, false",
        "NO_EXTERNALIZED_CHECKPOINTS, CANCELED, false",
        "NO_EXTERNALIZED_CHECKPOINTS, FAILED, false",
        "NO_EXTERNALIZED_CHECKPOINTS, FINISHED, false",
    })
    void retainsCheckpointsOfJobsThatEndAsConfigured(
            String retention, JobStatus end, boolean retained) {
        CheckpointedJob job =
                CheckpointedJob.with(
                                "execution.checkpointing.externalized-checkpoint-retention",
                                retention)
                        .start();
        CheckpointMetadata last = job.completeOne();
        job.triggerOne();
        CompletableFuture<CheckpointMetadata> waiting =
                job.coordinator.savepoint("mem:/savepoints", CheckpointKind.SAVEPOINT);

        CompletableFuture<Void> done = job.coordinator.onJobEnded(end);
        job.mainThread.runDue();

        assertThat(done).isCompleted();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(job.disk.pointersOf(job.graph.id())).isEmpty();
        if (retained) {
            assertThat(job.disk.files()).containsOnlyKeys(last.path());
            assertThat(job.disk.directories()).hasSize(1);
        } else {
            assertThat(job.disk.directories()).isEmpty();
        }
        assertThat(job.mainThread.runNext()).as("a timer is left").isFalse();
    }

    @Test
    void theEndOfAJobWaitsForACommitThatIsBeingDecided() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.disk.holdCommits();
        job.triggerOne();
        job.acknowledgeAll();

        CompletableFuture<Void> done = job.coordinator.onJobEnded(JobStatus.CANCELED);
        job.mainThread.runDue();
        assertThat(done).isNotDone();
        job.releaseCommits();
        job.mainThread.runDue();

        assertThat(done).isCompleted();
        assertThat(job.disk.pointersOf(job.graph.id())).isEmpty();
        assertThat(job.disk.files()).isEmpty();
    }
}
