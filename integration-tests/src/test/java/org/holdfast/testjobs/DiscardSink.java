package org.holdfast.testjobs;

import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;

/** Takes records and drops them, as slowly as it is told to. */
final class DiscardSink implements Sink<Object> {

    private final long pauseMillis;

    /**
     * @param pauseMillis waited at each record
     */
    DiscardSink(long pauseMillis) {
        this.pauseMillis = pauseMillis;
    }

    @Override
    public SinkWriter<Object> writer(OperatorContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(Object value) {
                if (pauseMillis > 0) {
                    try {
                        Thread.sleep(pauseMillis);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("interrupted", e);
                    }
                }
            }

            @Override
            public Staging prepare(long checkpoint) {
                return Staging.NOTHING;
            }

            @Override
            public void close() {}
        };
    }
}
