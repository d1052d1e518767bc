package org.holdfast.api.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A job whose subtasks write the records of some splits to the sink: subtask i those of the splits
 * i modulo the parallelism. Knows which attempts run, and the checkpoint to restart from.
 */
final class SinkJob<T> {

    static final int SPLITS = 5;

    private static final int MOST_SUBTASKS = 3;

    private final SinkFixture<T> fixture;
    private final Random random;
    private final int[] positions = new int[SPLITS];
    private final List<SinkAttempt<T>> attempts = new ArrayList<>();

    private SinkCheckpoint restorable = new SinkCheckpoint(0, new int[SPLITS]);

    /** By subtask, which transactions of {@link #restorable} its attempts commit when they open. */
    private List<List<String>> shares = List.of();

    private String id;
    private int attempt;
    private int epoch;
    private int lastNumber;

    SinkJob(SinkFixture<T> fixture, Random random) {
        this.fixture = fixture;
        this.random = random;
        begin();
    }

    /** The attempts that run, or are about to open, one per subtask. */
    List<SinkAttempt<T>> attempts() {
        return attempts;
    }

    /** The latest committed checkpoint; number 0 if there was none. */
    SinkCheckpoint restorable() {
        return restorable;
    }

    boolean isOpen() {
        return attempts.stream().allMatch(SinkAttempt::isOpen);
    }

    /** Whether everything that may be committed is. */
    boolean isSettled() {
        return isOpen() && attempts.stream().allMatch(SinkAttempt::isSettled);
    }

    /** A number that no checkpoint of the job had. */
    SinkCheckpoint newCheckpoint() {
        if (random.nextInt(4) == 0) {
            epoch++; // another JobManager leads
            lastNumber = 0;
        }
        lastNumber++;
        return new SinkCheckpoint(SinkCheckpoint.id(epoch, lastNumber), positions);
    }

    /** Writes the next record of one of the splits that belong to a subtask. */
    int write(SinkAttempt<T> writer) throws Exception {
        int split = anySplitOf(writer);
        int number = split + SPLITS * positions[split];
        writer.write(fixture.record(number));
        positions[split]++;
        return number;
    }

    /** What a given-up attempt writes is written by the one that replaced it, too. */
    void writeAsZombie(SinkAttempt<T> zombie) throws Exception {
        int split = anySplitOf(zombie);
        zombie.write(fixture.record(split + SPLITS * positions[split]));
    }

    private int anySplitOf(SinkAttempt<T> owner) {
        int parallelism = owner.parallelism();
        int count = (SPLITS - owner.subtask() - 1) / parallelism + 1;
        return owner.subtask() + parallelism * random.nextInt(count);
    }

    /** A barrier passes a subtask: what it wrote so far belongs to the checkpoint. */
    void prepare(SinkAttempt<T> writer, SinkCheckpoint checkpoint) throws Exception {
        for (int split = writer.subtask(); split < SPLITS; split += writer.parallelism()) {
            checkpoint.positions()[split] = positions[split];
        }
        writer.prepare(checkpoint.id());
    }

    /** Commits a checkpoint that all subtasks have staged for. */
    void complete(SinkCheckpoint checkpoint) {
        shares = new ArrayList<>();
        for (SinkAttempt<T> participant : attempts) {
            List<String> staged = participant.pendingUpTo(checkpoint.id());
            shares.add(staged);
            checkpoint.staged().addAll(staged);
            participant.completed(checkpoint.id());
        }
        restorable = checkpoint;
    }

    /** Replaces one subtask's attempt, which goes on from the latest checkpoint. */
    SinkAttempt<T> restart(int subtask) {
        attempt++;
        int parallelism = attempts.size();
        for (int split = subtask; split < SPLITS; split += parallelism) {
            positions[split] = restorable.positions()[split];
        }
        return attempts.set(subtask, newAttempt(subtask, parallelism));
    }

    /** Replaces all attempts. */
    List<SinkAttempt<T>> restart() {
        attempt++;
        return replaceAll(attempts.size());
    }

    /** Goes on as another job, whose numbers have nothing to do with those before. */
    List<SinkAttempt<T>> resumeAsAnotherJob() {
        return begin();
    }

    private List<SinkAttempt<T>> begin() {
        id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        attempt = 0;
        epoch = random.nextInt(3);
        lastNumber = 0;
        return replaceAll(1 + random.nextInt(MOST_SUBTASKS));
    }

    /** Any subtask may be told to commit what any subtask had staged. */
    private List<SinkAttempt<T>> replaceAll(int parallelism) {
        List<SinkAttempt<T>> given = List.copyOf(attempts);
        shares = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            shares.add(new ArrayList<>());
        }
        for (String staged : restorable.staged()) {
            shares.get(random.nextInt(parallelism)).add(staged);
        }
        attempts.clear();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            attempts.add(newAttempt(subtask, parallelism));
        }
        System.arraycopy(restorable.positions(), 0, positions, 0, SPLITS);
        return given;
    }

    private SinkAttempt<T> newAttempt(int subtask, int parallelism) {
        List<String> inAnyOrder = new ArrayList<>(shares.get(subtask));
        Collections.shuffle(inAnyOrder, random);
        SinkAttempt.Context context =
                new SinkAttempt.Context(
                        id, subtask, parallelism, attempt, restorable.id(), fixture.files());
        return new SinkAttempt<>(context, fixture.sink(), inAnyOrder);
    }
}
