package org.holdfast.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.checkpoint.CheckpointReport.Status;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.junit.jupiter.api.Test;

class CheckpointCoordinatorTest {

    @Test
    void triggersSourcesEveryInterval() {
        CheckpointedJob job = CheckpointedJob.with().start();

        job.pass(Duration.ofMillis(9_999));
        assertThat(job.triggered()).isEmpty();
        job.pass(Duration.ofMillis(1));

        assertThat(job.triggered()).isEqualTo(job.sources());
        CheckpointId first = new CheckpointId(CheckpointedJob.EPOCH, 1);
        assertThat(job.triggersOf(job.task(0, 0)))
                .containsExactly(
                        new CheckpointBarrier(
                                first.value(),
                                CheckpointKind.CHECKPOINT,
                                "mem:/checkpoints/" + job.graph.id() + "/chk-7-1"));

        job.acknowledgeAll();
        job.pass(Duration.ofSeconds(10));
        assertThat(job.triggersOf(job.task(0, 0)))
                .extracting(barrier -> CheckpointId.of(barrier.checkpoint()).number())
                .containsExactly(1, 2);
    }

    @Test
    void tellsTasksOnlyWhenTheCheckpointIsCommitted() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.disk.holdCommits();
        job.triggerOne();

        job.acknowledgeAll();
        assertThat(job.completionsOf(job.task(0, 0))).isEmpty();
        assertThat(job.coordinator.latest()).isEmpty();
        job.releaseCommits();

        long first = new CheckpointId(CheckpointedJob.EPOCH, 1).value();
        assertThat(job.tasks())
                .allSatisfy(task -> assertThat(job.completionsOf(task)).containsExactly(first));
        assertThat(job.coordinator.latest()).contains(job.completed.get(0));
    }

    @Test
    void putsTogetherWhatTheTasksContributed() {
        CheckpointedJob job = CheckpointedJob.with().start();

        CheckpointMetadata checkpoint = job.completeOne();

        assertThat(checkpoint.operators()).containsOnlyKeys("lines", "count", "out");
        OperatorState lines = checkpoint.operators().get("lines");
        assertThat(lines.splits())
                .contains(
                        List.of(
                                job.position(0),
                                job.position(1),
                                job.position(2),
                                job.position(3)));
        assertThat(checkpoint.operators().get("count").keyed())
                .extracting(StateHandle::firstKeyGroup)
                .containsExactly(0, 64);
        assertThat(checkpoint.operators().get("out").staged())
                .containsExactly("part-of-" + job.task(2, 0));
        assertThat(checkpoint.triggerTime()).isEqualTo(1_000_000);
    }

    @Test
    void waitsForEveryTaskOfTheFrozenSet() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.triggerOne();
        List<ExecutionAttemptId> tasks = job.tasks();

        tasks.subList(0, 4).forEach(job::acknowledge);
        job.acknowledge(tasks.get(0));
        job.mainThread.runDue();

        assertThat(job.completed).isEmpty();
        assertThat(job.coordinator.report().history().get(0).acknowledged()).isEqualTo(4);
    }

    @Test
    void refusesAnswersOfAttemptsThatDoNotTakePart() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.triggerOne();
        long pending = job.pendingId();
        ExecutionAttemptId declaredDead = new ExecutionAttemptId(job.graph.id(), 2, 0, 9);
        job.tasks().subList(0, 4).forEach(job::acknowledge);

        job.acknowledge(declaredDead, pending);
        job.coordinator.onAnswer(
                new CheckpointAnswer.Declined(declaredDead, pending, "of no importance", false));
        job.mainThread.runDue();

        assertThat(job.completed).isEmpty();
        assertThat(job.coordinator.report().failed()).isZero();
        job.acknowledge(job.task(2, 0));
        job.mainThread.runDue();
        assertThat(job.completed).hasSize(1);
    }

    @Test
    void refusesAnswersToEarlierCheckpoints() {
        CheckpointedJob job =
                CheckpointedJob.with("execution.checkpointing.tolerable-failed-checkpoints", "1")
                        .start();
        job.triggerOne();
        long first = job.pendingId();
        job.decline(job.task(1, 0), "disk full");
        job.triggerOne();

        job.tasks().forEach(task -> job.acknowledge(task, first));
        job.mainThread.runDue();

        assertThat(job.completed).isEmpty();
        assertThat(job.pendingId()).isEqualTo(first + 1);
        job.acknowledgeAll();
        assertThat(job.completed)
                .extracting(checkpoint -> checkpoint.id().number())
                .containsExactly(2);
    }

    @Test
    void givesUpWhatTakesTooLong() {
        CheckpointedJob job =
                CheckpointedJob.with(
                                "execution.checkpointing.timeout", "3 s",
                                "execution.checkpointing.tolerable-failed-checkpoints", "1")
                        .start();
        job.triggerOne();
        long first = job.pendingId();
        job.acknowledge(job.task(0, 0));

        job.pass(Duration.ofMillis(2_999));
        assertThat(job.abortsOf(job.task(0, 0))).isEmpty();
        job.pass(Duration.ofMillis(1));

        assertThat(job.tasks())
                .allSatisfy(task -> assertThat(job.abortsOf(task)).containsExactly(first));
        assertThat(job.coordinator.report().history().get(0).failure())
                .isEqualTo(
                        "4 of 5 tasks did not do their part within 3000 ms: lines (2/2), count"
                                + " (1/2), count (2/2), out (1/1)");
        assertThat(job.disk.directories()).isEmpty();
    }

    @Test
    void aCommitIsNotGivenUpBecauseItTakesLong() {
        CheckpointedJob job =
                CheckpointedJob.with("execution.checkpointing.timeout", "3 s").start();
        job.disk.holdCommits();
        job.triggerOne();
        job.acknowledgeAll();

        job.pass(Duration.ofSeconds(30));
        assertThat(job.coordinator.settled()).isNotDone();
        job.releaseCommits();

        assertThat(job.completed).hasSize(1);
        assertThat(job.coordinator.settled()).isDone();
        assertThat(job.tooManyFailures).isEmpty();
    }

    @Test
    void failsTheJobWhenTasksFailTooOftenInARow() {
        CheckpointedJob job =
                CheckpointedJob.with("execution.checkpointing.tolerable-failed-checkpoints", "1")
                        .start();

        job.triggerOne();
        job.decline(job.task(1, 0), "state 'seen' of operator 'count' cannot be serialized");
        job.completeOne();
        job.triggerOne();
        job.decline(job.task(1, 0), "again");
        assertThat(job.tooManyFailures).as("a success in between starts the count anew").isEmpty();
        job.triggerOne();
        job.decline(job.task(1, 1), "value of operator 'count' is no Long");

        assertThat(job.tooManyFailures)
                .containsExactly(
                        "Checkpoint 7-4 failed: count (2/2) declined: value of operator"
                                + " 'count' is no Long");
    }

    @Test
    void theJobGoesOnWhileStorageIsOutOfOrder() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CheckpointMetadata good = job.completeOne();

        job.disk.makeReadOnly("name node is in safe mode");
        job.triggerOne();
        assertThat(job.coordinator.report().history().get(0).failure())
                .contains("chk-7-2 cannot be created: name node is in safe mode");
        job.disk.makeWritable();
        job.disk.commitsWill(InMemoryCheckpoints.Commits.FAIL);
        job.triggerOne();
        job.acknowledgeAll();

        assertThat(job.coordinator.report().history().get(0).failure())
                .contains("chk-7-3: no space left on device");
        assertThat(job.abortsOf(job.task(2, 0)))
                .extracting(CheckpointId::of)
                .containsExactly(new CheckpointId(CheckpointedJob.EPOCH, 3));
        assertThat(job.tooManyFailures).isEmpty();
        assertThat(job.coordinator.latest()).contains(good);
        assertThat(job.disk.directories()).hasSize(1);
        job.disk.commitsWill(InMemoryCheckpoints.Commits.HAPPEN);
        assertThat(job.completeOne().id().number()).isEqualTo(4);
    }

    @Test
    void theJobGoesOnWhileTasksCannotWriteTheirStateFiles() {
        CheckpointedJob job = CheckpointedJob.with().start();
        CheckpointMetadata good = job.completeOne();

        for (int i = 0; i < 3; i++) {
            job.triggerOne();
            job.declineByStorage(job.task(1, 0), "hdfs:/chk/1-0-0: quota exceeded");
        }

        assertThat(job.coordinator.report().history().get(0).failure())
                .isEqualTo("count (1/2) declined: hdfs:/chk/1-0-0: quota exceeded");
        assertThat(job.tooManyFailures).isEmpty();
        assertThat(job.coordinator.latest()).contains(good);
        assertThat(job.completeOne().id().number()).isEqualTo(5);
    }

    @Test
    void keepsTheLeastPauseAfterTheEndOfACheckpoint() {
        CheckpointedJob job =
                CheckpointedJob.with("execution.checkpointing.min-pause", "8 s").start();
        job.triggerOne();
        job.pass(Duration.ofSeconds(5));
        job.acknowledgeAll();

        job.pass(Duration.ofMillis(7_999));
        assertThat(job.triggersOf(job.task(0, 0))).hasSize(1);
        job.pass(Duration.ofMillis(1));

        assertThat(job.triggersOf(job.task(0, 0))).hasSize(2);
    }

    @Test
    void takesOneAtATime() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.triggerOne();

        job.pass(Duration.ofSeconds(35));
        assertThat(job.triggersOf(job.task(0, 0))).hasSize(1);
        job.acknowledgeAll();

        assertThat(job.triggersOf(job.task(0, 0))).hasSize(2);
    }

    @Test
    void skipsACheckpointWhenNotAllTasksRun() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.stopRunningUnnoticed();

        job.triggerOne();

        assertThat(job.triggered()).isEmpty();
        assertThat(job.disk.directories()).isEmpty();
        assertThat(job.tooManyFailures).isEmpty();
        job.start();
        assertThat(job.completeOne().id().number()).isEqualTo(2);
    }

    @Test
    void triggersATaskDirectlyWhoseInputEnds() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.triggerOne();
        job.acknowledge(job.task(1, 0));

        job.coordinator.onFinishing(job.task(1, 0));
        job.coordinator.onFinishing(job.task(1, 1));

        assertThat(job.triggersOf(job.task(1, 0))).as("has answered").isEmpty();
        assertThat(job.triggersOf(job.task(1, 1))).isEqualTo(job.triggersOf(job.task(0, 0)));
    }

    @Test
    void triggersTasksDirectlyWhoseInputHasEnded() {
        CheckpointedJob job = CheckpointedJob.with().start();
        job.finishAll();

        job.triggerOne();

        assertThat(job.triggered()).isEqualTo(job.tasks());
    }

    @Test
    void keepsOnlyTheNewest() {
        CheckpointedJob job = CheckpointedJob.with("state.checkpoints.num-retained", "2").start();
        job.completeOne();
        CheckpointMetadata second = job.completeOne();
        CheckpointMetadata third = job.completeOne();
        job.mainThread.runDue();

        assertThat(job.disk.pointersOf(job.graph.id())).containsExactly(second.id(), third.id());
        assertThat(job.disk.files()).containsOnlyKeys(second.path(), third.path());
    }

    @Test
    void numbersGoOnBehindTheCheckpointTheJobStartsFrom() {
        CheckpointedJob job = CheckpointedJob.with();
        CheckpointMetadata from =
                CheckpointStorageContract.metadata(
                        new CheckpointId(3, 40), "hdfs:/savepoints/a/_metadata");
        job.coordinator.restoreFrom(from);
        assertThat(job.coordinator.latest()).contains(from);
        job.coordinator.onRestored();
        job.start();

        assertThat(job.completeOne().id()).isEqualTo(new CheckpointId(CheckpointedJob.EPOCH, 41));
        assertThat(job.coordinator.latest()).isNotEqualTo(Optional.of(from));
        assertThat(job.coordinator.report().restored())
                .contains(
                        new CheckpointReport.Restored(
                                from.id().value(), "hdfs:/savepoints/a/_metadata", 1_000_000));
    }

    @Test
    void reportsWhatBecameOfEach() {
        CheckpointedJob job =
                CheckpointedJob.with(
                                "web.checkpoints.history", "2",
                                "execution.checkpointing.tolerable-failed-checkpoints", "9")
                        .start();
        job.completeOne();
        job.triggerOne();
        job.pass(Duration.ofSeconds(2));
        job.acknowledgeAll();
        job.pass(Duration.ofSeconds(8));
        job.decline(job.task(1, 0), "no");
        job.pass(CheckpointedJob.INTERVAL);

        CheckpointReport report = job.coordinator.report();

        assertThat(report.intervalMillis()).isEqualTo(10_000);
        assertThat(report.completed()).isEqualTo(2);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.history())
                .extracting(CheckpointReport.Checkpoint::status)
                .containsExactly(Status.IN_PROGRESS, Status.FAILED);
        CheckpointReport.Checkpoint latest = report.latest().orElseThrow();
        assertThat(latest.name()).isEqualTo("7-2");
        assertThat(latest.durationMillis()).isEqualTo(2_000);
        assertThat(latest.stateBytes()).isEqualTo(500);
        assertThat(latest.pauseMicros()).isEqualTo(1);
        assertThat(latest.tasks()).isEqualTo(5);
        assertThat(latest.path()).endsWith("/chk-7-2/_metadata");
    }
}
