package org.holdfast.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.TaskSnapshot;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;

/**
 * The streams between fake tasks, as far as barriers go: when all sources of a job have put a
 * barrier out, it reaches all other tasks. A source has "read" as many records as the number of the
 * checkpoint says, so where a task starts from shows which checkpoint it was restored from.
 *
 * <p>Watches over what must hold: a task starts from the newest checkpoint any task was told is
 * complete, or from a newer one.
 */
final class FakeStreams {

    private final Supplier<List<FakeTaskManager>> taskManagers;
    private final Map<JobId, Long> newestComplete = new HashMap<>();
    private final Map<CheckpointOf, Set<ExecutionAttemptId>> passed = new HashMap<>();

    private record CheckpointOf(JobId job, long checkpoint) {}

    /**
     * @param taskManagers those whose processes live
     */
    FakeStreams(Supplier<List<FakeTaskManager>> taskManagers) {
        this.taskManagers = taskManagers;
    }

    /** What a source that takes part in a checkpoint has to say. */
    static TaskSnapshot snapshotOf(TaskDeployment deployment, long checkpoint, boolean inputEnded) {
        List<SplitPosition> splits =
                deployment.splits().stream()
                        .map(
                                position ->
                                        new SplitPosition(
                                                position.split(),
                                                CheckpointId.of(checkpoint).number()))
                        .toList();
        return new TaskSnapshot(splits, Optional.empty(), Map.of(), inputEnded);
    }

    /** A source has put a barrier out; when all have, it arrives at all other tasks. */
    void onBarrier(ExecutionAttemptId source, CheckpointBarrier barrier) {
        Set<ExecutionAttemptId> through =
                passed.computeIfAbsent(
                        new CheckpointOf(source.job(), barrier.checkpoint()),
                        unused -> new HashSet<>());
        through.add(source);
        if (through.containsAll(sourcesOf(source.job()))) {
            taskManagers.get().forEach(one -> one.onBarrier(source.job(), barrier));
        }
    }

    /** A source has come to its end; when all have, all other tasks do. */
    void onEndOfInput(JobId job) {
        boolean all = taskManagers.get().stream().allMatch(one -> one.hasEnded(one.sourcesOf(job)));
        if (all) {
            taskManagers.get().forEach(one -> one.finishOthers(job));
        }
    }

    private Set<ExecutionAttemptId> sourcesOf(JobId job) {
        return taskManagers.get().stream()
                .flatMap(one -> one.sourcesOf(job).stream())
                .collect(Collectors.toSet());
    }

    /** A task is told that a checkpoint is complete. */
    void onComplete(ExecutionAttemptId task, long checkpoint) {
        newestComplete.merge(task.job(), checkpoint, Math::max);
    }

    /** A task is deployed. */
    void check(TaskDeployment deployment) {
        long checkpoint = deployment.restore().checkpoint();
        assertThat(checkpoint)
                .as("checkpoint %s starts from", deployment.attempt())
                .isGreaterThanOrEqualTo(
                        newestComplete.getOrDefault(deployment.attempt().job(), 0L));
        long read = checkpoint == 0 ? 0 : CheckpointId.of(checkpoint).number();
        assertThat(deployment.splits())
                .as("positions %s starts at, from checkpoint %s", deployment.attempt(), checkpoint)
                .allSatisfy(position -> assertThat(position.offset()).isEqualTo(read));
    }
}
