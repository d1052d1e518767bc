package org.holdfast.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.serialization.RecordSerializer;

/** Reads a gate on the test's thread, as a task would: polls, and waits when nothing is there. */
final class TestConsumer implements InputReceiver, AutoCloseable {

    /** What came, with its channel. */
    record Received(Object value, int channel) {}

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Semaphore available = new Semaphore(0);
    private final List<Received> received = new ArrayList<>();
    private final InputGate gate;

    TestConsumer(DataPlane plane, RecordSerializer records, List<ChannelSource> sources) {
        gate = plane.openGate(sources, records, available::release);
    }

    InputGate gate() {
        return gate;
    }

    @Override
    public void onRecord(Object value, int channel) {
        received.add(new Received(value, channel));
    }

    @Override
    public void onEvent(StreamEvent event, int channel) {
        received.add(new Received(event, channel));
    }

    /** Polls until so many records and events have come since the last call; returns them. */
    List<Received> take(int count) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (received.size() < count) {
            if (!gate.poll(this)) {
                assertThat(available.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS))
                        .as("%d records or events within %s, got %s", count, LIMIT, received.size())
                        .isTrue();
                available.drainPermits();
            }
        }
        List<Received> taken = List.copyOf(received.subList(0, count));
        received.subList(0, count).clear();
        return taken;
    }

    /** The values of {@link #take}. */
    List<Object> values(int count) throws Exception {
        return take(count).stream().map(Received::value).toList();
    }

    /** Polls what is there now. */
    List<Received> takeAvailable() throws Exception {
        while (gate.poll(this)) {
            continue;
        }
        return take(received.size());
    }

    /** Polls until the gate fails; returns how. */
    Exception awaitFailure() {
        try {
            take(Integer.MAX_VALUE);
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("read on to the end of the world");
    }

    @Override
    public void close() {
        gate.close();
    }
}
