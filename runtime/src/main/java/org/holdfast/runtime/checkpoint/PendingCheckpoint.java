package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.holdfast.runtime.checkpoint.CheckpointAnswer.Acknowledged;
import org.holdfast.runtime.checkpoint.CheckpointTasks.Participant;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * A checkpoint under way. The attempts that take part are fixed when it is triggered: no other
 * attempt can contribute, whatever becomes of the job's tasks. On the main thread.
 */
final class PendingCheckpoint {

    /** How far it is. */
    enum Stage {
        /** Its directory is being created. */
        PREPARING,
        /** Its tasks have been told; their answers are awaited. */
        TRIGGERED,
        /** All tasks have done their part; whether it gets committed is being decided. */
        COMMITTING,
        /** It is committed. Terminal. */
        COMPLETED,
        /** It never will be committed. Terminal. */
        FAILED;

        static final Map<Stage, Set<Stage>> MOVES =
                Map.of(
                        PREPARING, EnumSet.of(TRIGGERED, FAILED),
                        TRIGGERED, EnumSet.of(COMMITTING, FAILED),
                        COMMITTING, EnumSet.of(COMPLETED, FAILED),
                        COMPLETED, EnumSet.noneOf(Stage.class),
                        FAILED, EnumSet.noneOf(Stage.class));
    }

    private final CheckpointId id;
    private final CheckpointWish wish;
    private final long triggerTime;
    private final long startMillis;
    private final Map<ExecutionAttemptId, Participant> participants = new LinkedHashMap<>();
    private final Map<ExecutionAttemptId, Acknowledged> acknowledged = new LinkedHashMap<>();
    private Stage stage = Stage.PREPARING;
    private String directory = "";
    private Optional<CheckpointMetadata> committed = Optional.empty();
    private Optional<Failure> failure = Optional.empty();

    /**
     * Why it will never be committed.
     *
     * @param byTasks whether tasks declined or were late, rather than the storage or the job
     */
    record Failure(String reason, boolean byTasks) {}

    /**
     * @param triggerTime wall-clock milliseconds since 1970
     * @param startMillis the same moment on the main thread's clock
     */
    PendingCheckpoint(CheckpointId id, CheckpointWish wish, long triggerTime, long startMillis) {
        this.id = requireNonNull(id, "id");
        this.wish = requireNonNull(wish, "wish");
        this.triggerTime = triggerTime;
        this.startMillis = startMillis;
    }

    CheckpointId id() {
        return id;
    }

    CheckpointKind kind() {
        return wish.kind();
    }

    CheckpointWish wish() {
        return wish;
    }

    /** Wall-clock milliseconds since 1970. */
    long triggerTime() {
        return triggerTime;
    }

    /** Fully qualified; empty until it has been created. */
    String directory() {
        return directory;
    }

    boolean is(Stage other) {
        return stage == other;
    }

    /** Whether it can still be given up: not once its commit may have happened. */
    boolean canBeAborted() {
        return stage == Stage.PREPARING || stage == Stage.TRIGGERED;
    }

    /** These attempts, and no others, take part. */
    void trigger(String preparedDirectory, List<Participant> frozen) {
        moveTo(Stage.TRIGGERED);
        directory = preparedDirectory;
        frozen.forEach(participant -> participants.put(participant.attempt(), participant));
    }

    /** What its tasks are told. */
    CheckpointBarrier barrier() {
        return new CheckpointBarrier(id.value(), kind(), directory);
    }

    Collection<Participant> participants() {
        return participants.values();
    }

    /** Whether this attempt takes part and has not answered yet. */
    boolean awaits(ExecutionAttemptId attempt) {
        return stage == Stage.TRIGGERED
                && participants.containsKey(attempt)
                && !acknowledged.containsKey(attempt);
    }

    /** Whether this is an answer it waits for. */
    boolean awaits(CheckpointAnswer answer) {
        return answer.checkpoint() == id.value() && awaits(answer.attempt());
    }

    /** An awaited attempt has done its part. */
    void acknowledge(Acknowledged answer) {
        acknowledged.put(answer.attempt(), answer);
    }

    boolean isAcknowledgedByAll() {
        return acknowledged.size() == participants.size();
    }

    Collection<Acknowledged> acknowledged() {
        return acknowledged.values();
    }

    /** Those that have not done their part. */
    List<ExecutionAttemptId> missing() {
        List<ExecutionAttemptId> missing = new ArrayList<>(participants.keySet());
        missing.removeAll(acknowledged.keySet());
        return missing;
    }

    /** All have answered, and its commit is requested. */
    void startCommit() {
        moveTo(Stage.COMMITTING);
    }

    void complete(CheckpointMetadata metadata) {
        moveTo(Stage.COMPLETED);
        committed = Optional.of(metadata);
    }

    void fail(Failure cause) {
        moveTo(Stage.FAILED);
        failure = Optional.of(cause);
    }

    /** What was committed; empty unless it is complete. */
    Optional<CheckpointMetadata> committed() {
        return committed;
    }

    /** Empty unless it has failed. */
    Optional<Failure> failure() {
        return failure;
    }

    private void moveTo(Stage next) {
        if (!Stage.MOVES.get(stage).contains(next)) {
            throw new IllegalStateException(
                    "checkpoint " + id + " cannot go from " + stage + " to " + next);
        }
        stage = next;
    }

    /** Its kind and id, for people. */
    String title() {
        return kind().title() + " " + id;
    }

    /** For people. */
    CheckpointReport.Checkpoint report(long nowMillis) {
        return new CheckpointReport.Checkpoint(
                id.value(),
                id.toString(),
                kind(),
                status(),
                triggerTime,
                nowMillis - startMillis,
                acknowledged.values().stream().mapToLong(a -> a.figures().stateBytes()).sum(),
                longest(SnapshotFigures::alignmentMicros),
                longest(SnapshotFigures::pauseMicros),
                longest(SnapshotFigures::uploadMicros),
                acknowledged.size(),
                participants.size(),
                committed.map(CheckpointMetadata::path).orElse(""),
                failure.map(Failure::reason).orElse(""));
    }

    private CheckpointReport.Status status() {
        return switch (stage) {
            case PREPARING, TRIGGERED, COMMITTING -> CheckpointReport.Status.IN_PROGRESS;
            case COMPLETED -> CheckpointReport.Status.COMPLETED;
            case FAILED -> CheckpointReport.Status.FAILED;
        };
    }

    private long longest(ToLongFunction<SnapshotFigures> figure) {
        return acknowledged.values().stream()
                .map(Acknowledged::figures)
                .mapToLong(figure)
                .max()
                .orElse(0);
    }
}
