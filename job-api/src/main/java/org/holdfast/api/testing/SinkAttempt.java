package org.holdfast.api.testing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.file.FileAccess;

/** One attempt of a sink subtask, which does what a task does with its sink. */
final class SinkAttempt<T> {

    private final Context context;
    private final Sink<T> sink;
    private final List<String> restored;
    private final Deque<Prepared> prepared = new ArrayDeque<>();
    private long lastPrepared;
    private final NavigableMap<Long, List<String>> pending = new TreeMap<>();
    private SinkCommitter committer;
    private SinkWriter<T> writer;

    /** The latest checkpoint that it took part in and that was committed; 0 for none. */
    private long completed;

    /**
     * @param restored what it commits before it opens its writer
     */
    SinkAttempt(Context context, Sink<T> sink, List<String> restored) {
        this.context = context;
        this.sink = sink;
        this.restored = List.copyOf(restored);
    }

    /** Where the attempt runs. */
    record Context(
            String jobId,
            int subtaskIndex,
            int parallelism,
            int attempt,
            long restoredCheckpoint,
            FileAccess files)
            implements OperatorContext {

        @Override
        public String jobName() {
            return "contract";
        }

        @Override
        public String operatorName() {
            return "sink";
        }
    }

    private record Prepared(long checkpoint, Staging staging) {}

    int subtask() {
        return context.subtaskIndex();
    }

    int parallelism() {
        return context.parallelism();
    }

    boolean isOpen() {
        return writer != null;
    }

    void open() throws IOException {
        committer = sink.committer(context);
        for (String staged : restored) {
            committer.commit(staged);
        }
        writer = sink.writer(context);
    }

    void write(T value) throws IOException {
        writer.write(value);
    }

    void prepare(long checkpoint) throws IOException {
        Staging staging = requireNonNull(writer.prepare(checkpoint), "prepare() returned null");
        prepared.add(new Prepared(checkpoint, staging));
        lastPrepared = checkpoint;
    }

    boolean hasPrepared(long checkpoint) {
        return lastPrepared == checkpoint;
    }

    /** The largest checkpoint number it has to do with. */
    long latest() {
        return Math.max(lastPrepared, context.restoredCheckpoint());
    }

    boolean hasUnfinished() {
        return !prepared.isEmpty();
    }

    /** Finishes the staging that was prepared first. */
    void finishNext() throws IOException {
        Prepared next = prepared.remove();
        List<String> staged = next.staging().finish();
        for (String transaction : staged) {
            if (transaction.length() > Staging.MAX_LENGTH) {
                throw new AssertionError(
                        "finish() returned "
                                + transaction.length()
                                + " characters for one"
                                + " transaction (expected: at most "
                                + Staging.MAX_LENGTH
                                + ")");
            }
        }
        pending.put(next.checkpoint(), List.copyOf(staged));
    }

    /** Whether it has done its part in a checkpoint. */
    boolean hasStaged(long checkpoint) {
        return pending.containsKey(checkpoint);
    }

    /** All it has staged up to a checkpoint and not committed. */
    List<String> pendingUpTo(long checkpoint) {
        List<String> all = new ArrayList<>();
        pending.headMap(checkpoint, true).values().forEach(all::addAll);
        return all;
    }

    /** A checkpoint that it took part in was committed; it has yet to hear of it. */
    void completed(long checkpoint) {
        completed = checkpoint;
    }

    /** Commits what it may by now. */
    void commit() throws IOException {
        NavigableMap<Long, List<String>> due = pending.headMap(completed, true);
        for (List<String> transactions : due.values()) {
            for (String staged : transactions) {
                committer.commit(staged);
            }
        }
        due.clear();
    }

    /** Commits something else, as an attempt does that restores. */
    void recommit(String staged) throws IOException {
        committer.commit(staged);
    }

    boolean isSettled() {
        return pending.headMap(completed, true).isEmpty();
    }

    /** Drops what it has staged for checkpoints that were not committed and never will be. */
    void abort() throws IOException {
        for (List<String> transactions : pending.tailMap(completed, false).values()) {
            for (String staged : transactions) {
                committer.abort(staged);
            }
        }
        pending.clear();
    }

    /** Ends it in good order. */
    void close() throws IOException {
        writer.close();
        committer.close();
    }

    @Override
    public String toString() {
        return "subtask %d of %d, attempt %d of job %s"
                .formatted(
                        context.subtaskIndex(),
                        context.parallelism(),
                        context.attempt(),
                        context.jobId().substring(0, 8));
    }
}
