package org.holdfast.runtime.task;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;

/** A sink that the test can look into. */
final class Collected<T> implements Sink<T> {

    final List<T> records = new CopyOnWriteArrayList<>();
    final AtomicInteger finished = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public SinkWriter<T> writer(OperatorContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(T value) {
                records.add(value);
            }

            @Override
            public Staging prepare(long checkpoint) {
                finished.incrementAndGet();
                return Staging.NOTHING;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
