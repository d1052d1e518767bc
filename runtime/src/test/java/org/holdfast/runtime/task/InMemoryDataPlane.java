package org.holdfast.runtime.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.network.EndOfInput;
import org.holdfast.runtime.network.InputGate;
import org.holdfast.runtime.network.InputReceiver;
import org.holdfast.runtime.network.PartitionId;
import org.holdfast.runtime.network.PartitionSpec;
import org.holdfast.runtime.network.ResultPartition;
import org.holdfast.runtime.network.StreamEvent;
import org.holdfast.runtime.serialization.RecordSerializer;

/** Hands records from task to task in bounded queues of a few. */
public final class InMemoryDataPlane implements DataPlane {

    private static final int CAPACITY = 64;

    private final Map<PartitionId, Map<Integer, Channel>> channels = new ConcurrentHashMap<>();

    private static final class Channel {
        final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(CAPACITY);
        volatile Runnable onInput = () -> {};
        volatile Runnable onRoom = () -> {};
        volatile Throwable failure;
        volatile boolean closed;
    }

    private Channel channel(PartitionId partition, int subpartition) {
        return channels.computeIfAbsent(partition, id -> new ConcurrentHashMap<>())
                .computeIfAbsent(subpartition, index -> new Channel());
    }

    @Override
    public DataAddress address() {
        return new DataAddress("localhost", 1);
    }

    @Override
    public ResultPartition openPartition(PartitionSpec spec, RecordSerializer records) {
        List<Channel> mine = new ArrayList<>();
        for (int i = 0; i < spec.subpartitions(); i++) {
            mine.add(channel(spec.id(), i));
        }
        return new Partition(mine);
    }

    @Override
    public InputGate openGate(
            List<ChannelSource> sources, RecordSerializer records, Runnable onAvailable) {
        List<Channel> mine = new ArrayList<>();
        for (ChannelSource source : sources) {
            Channel channel = channel(source.partition(), source.subpartition());
            channel.onInput = onAvailable;
            mine.add(channel);
        }
        return new Gate(mine);
    }

    @Override
    public long networkBytes() {
        return channels.values().stream()
                .flatMap(partition -> partition.values().stream())
                .mapToLong(channel -> channel.queue.size())
                .sum();
    }

    @Override
    public void close() {}

    private static final class Partition implements ResultPartition {

        private final List<Channel> channels;
        private boolean ended;

        Partition(List<Channel> channels) {
            this.channels = channels;
        }

        @Override
        public void emit(Object value, int subpartition) throws InterruptedException {
            Channel channel = channels.get(subpartition);
            if (channel.failure != null) {
                throw new UncheckedIOException(new IOException("failed", channel.failure));
            }
            channel.queue.put(value);
            channel.onInput.run();
        }

        @Override
        public void broadcast(Object value) throws InterruptedException {
            for (int i = 0; i < channels.size(); i++) {
                emit(value, i);
            }
        }

        @Override
        public void broadcast(StreamEvent event) throws InterruptedException {
            broadcast((Object) event);
            ended = event instanceof EndOfInput;
        }

        @Override
        public void flush() {}

        @Override
        public boolean isAvailable() {
            return channels.stream().allMatch(c -> c.queue.remainingCapacity() > 0);
        }

        @Override
        public void onAvailable(Runnable listener) {
            channels.forEach(channel -> channel.onRoom = listener);
        }

        @Override
        public void fail(Throwable cause) {
            for (Channel channel : channels) {
                channel.failure = cause;
                channel.onInput.run();
            }
        }

        @Override
        public void close() {
            if (!ended) {
                for (Channel channel : channels) {
                    channel.closed = true;
                    channel.onInput.run();
                }
            }
        }
    }

    private static final class Gate implements InputGate {

        private final List<Channel> channels;
        private int next;
        private int ended;

        Gate(List<Channel> channels) {
            this.channels = channels;
        }

        @Override
        public int channels() {
            return channels.size();
        }

        @Override
        public boolean poll(InputReceiver receiver) throws Exception {
            for (int i = 0; i < channels.size(); i++) {
                int index = next;
                Channel channel = channels.get(index);
                next = (next + 1) % channels.size();
                Object value = channel.queue.poll();
                if (value == null && (channel.closed || channel.failure != null)) {
                    throw new IOException("producer failed", channel.failure);
                }
                if (value != null) {
                    channel.onRoom.run();
                    if (value instanceof StreamEvent event) {
                        ended += event instanceof EndOfInput ? 1 : 0;
                        receiver.onEvent(event, index);
                    } else {
                        receiver.onRecord(value, index);
                    }
                    return true;
                }
            }
            return false;
        }

        @Override
        public void block(int channel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume(int channel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isFinished() {
            return ended == channels.size();
        }

        @Override
        public void close() {}
    }
}
