package org.holdfast.runtime.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.checkpoint.TaskSnapshot;

/**
 * The snapshots of all tasks of a {@link LocalJob}, dealt out to the tasks of the next one, of any
 * parallelism.
 */
record LocalCheckpoint(long id, Map<ExecutionAttemptId, CheckpointAnswer.Acknowledged> answers) {

    /** Nothing to restore. */
    static final LocalCheckpoint NONE = new LocalCheckpoint(0, Map.of());

    /** Of tasks that all have acknowledged. */
    static LocalCheckpoint of(long id, List<CheckpointAnswer> answers) {
        Map<ExecutionAttemptId, CheckpointAnswer.Acknowledged> byAttempt = new HashMap<>();
        for (CheckpointAnswer answer : answers) {
            if (!(answer instanceof CheckpointAnswer.Acknowledged acknowledged)) {
                throw new AssertionError(answer.toString());
            }
            byAttempt.put(answer.attempt(), acknowledged);
        }
        return new LocalCheckpoint(id, byAttempt);
    }

    CheckpointAnswer.Acknowledged answer(int vertex, int subtask) {
        return answers.values().stream()
                .filter(a -> a.attempt().vertex() == vertex && a.attempt().subtask() == subtask)
                .findAny()
                .orElseThrow();
    }

    TaskSnapshot snapshot(int vertex, int subtask) {
        return answer(vertex, subtask).snapshot();
    }

    private Stream<TaskSnapshot> ofVertex(int vertex) {
        return answers.values().stream()
                .filter(answer -> answer.attempt().vertex() == vertex)
                .sorted(Comparator.comparing(answer -> answer.attempt().subtask()))
                .map(CheckpointAnswer.Acknowledged::snapshot);
    }

    /** Where a source's subtask reads on. */
    List<SplitPosition> splits(ExecutionAttemptId task, int parallelism) {
        List<SplitPosition> all =
                ofVertex(task.vertex()).flatMap(snapshot -> snapshot.splits().stream()).toList();
        List<SplitPosition> mine = new ArrayList<>();
        for (int i = task.subtask(); i < all.size(); i += parallelism) {
            mine.add(all.get(i));
        }
        return mine;
    }

    /** What a task starts from. The first subtask commits what all sinks have staged. */
    TaskRestore restore(ExecutionAttemptId task) {
        if (this == NONE) {
            return TaskRestore.NOTHING;
        }
        List<StateHandle> keyed =
                ofVertex(task.vertex()).flatMap(snapshot -> snapshot.keyed().stream()).toList();
        Map<String, List<String>> staged = new HashMap<>();
        if (task.subtask() == 0) {
            ofVertex(task.vertex())
                    .flatMap(snapshot -> snapshot.staged().entrySet().stream())
                    .forEach(
                            entry ->
                                    staged.computeIfAbsent(entry.getKey(), o -> new ArrayList<>())
                                            .addAll(entry.getValue()));
        }
        boolean ended = ofVertex(task.vertex()).allMatch(TaskSnapshot::inputEnded);
        return new TaskRestore(id, keyed, staged, ended, false);
    }
}
