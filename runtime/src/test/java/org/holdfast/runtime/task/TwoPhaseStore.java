package org.holdfast.runtime.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;

/**
 * Where {@link #sink} puts its records: staged, unseen, until they are committed. Outlives the jobs
 * that write to it.
 */
final class TwoPhaseStore<T> {

    private final Map<String, List<T>> staged = new ConcurrentHashMap<>();
    private final Map<String, List<T>> committed = new ConcurrentHashMap<>();
    private final AtomicLong written = new AtomicLong();

    final Set<String> aborted = ConcurrentHashMap.newKeySet();

    /** Writers wait for it. */
    volatile CountDownLatch writing = new CountDownLatch(0);

    /** What staging waits for. */
    volatile CountDownLatch staging = new CountDownLatch(0);

    /** Why nothing can be staged; empty if it can. */
    volatile String stageFailure = "";

    /** Why nothing can be committed; empty if it can. */
    volatile String commitFailure = "";

    /** All records that can be seen. */
    List<T> visible() {
        return committed.values().stream().flatMap(List::stream).toList();
    }

    /** What one transaction holds. */
    List<T> records(String transaction) {
        return staged.getOrDefault(transaction, List.of());
    }

    long written() {
        return written.get();
    }

    Sink<T> sink() {
        return new Sink<>() {
            @Override
            public SinkWriter<T> writer(OperatorContext context) {
                return new Writer(context);
            }

            @Override
            public SinkCommitter committer(OperatorContext context) {
                return new Committer();
            }
        };
    }

    private final class Writer implements SinkWriter<T> {

        private final OperatorContext context;
        private List<T> records = new ArrayList<>();

        Writer(OperatorContext context) {
            this.context = context;
        }

        @Override
        public void write(T value) throws IOException {
            try {
                writing.await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            records.add(value);
            written.incrementAndGet();
        }

        @Override
        public Staging prepare(long checkpoint) {
            List<T> transaction = records;
            records = new ArrayList<>();
            String name = context.jobId() + "-" + context.subtaskIndex() + "-" + checkpoint;
            return () -> stage(name, transaction);
        }

        @Override
        public void close() {}
    }

    private List<String> stage(String name, List<T> records) throws IOException {
        try {
            staging.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        if (!stageFailure.isEmpty()) {
            throw new IOException(stageFailure);
        }
        if (records.isEmpty()) {
            return List.of();
        }
        if (staged.put(name, records) != null) {
            throw new IllegalStateException("staged twice: " + name);
        }
        return List.of(name);
    }

    private final class Committer implements SinkCommitter {

        @Override
        public void commit(String transaction) throws IOException {
            if (!commitFailure.isEmpty()) {
                throw new IOException(commitFailure);
            }
            List<T> records = staged.get(transaction);
            if (records == null || aborted.contains(transaction)) {
                throw new IOException("no such transaction: " + transaction);
            }
            committed.put(transaction, records);
        }

        @Override
        public void abort(String transaction) {
            aborted.add(transaction);
        }
    }
}
