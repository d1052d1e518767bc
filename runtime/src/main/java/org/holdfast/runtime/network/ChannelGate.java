package org.holdfast.runtime.network;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.holdfast.runtime.serialization.RecordDecoder;

/** A gate over channels of any kind. */
final class ChannelGate implements InputGate {

    private final List<ChannelSource> sources;
    private final InputChannel[] channels;
    private final ChannelDecoder[] decoders;
    private final ReadyChannels ready;
    private final Consumer<ChannelGate> onClosed;

    private final boolean[] ended;
    private int endedChannels;
    private boolean closed;

    /**
     * Reads {@code channels}, which are open.
     *
     * @param onClosed called once
     */
    ChannelGate(
            List<ChannelSource> sources,
            List<InputChannel> channels,
            List<ChannelDecoder> decoders,
            ReadyChannels ready,
            Consumer<ChannelGate> onClosed) {
        this.sources = List.copyOf(sources);
        this.channels = channels.toArray(InputChannel[]::new);
        this.decoders = decoders.toArray(ChannelDecoder[]::new);
        this.ready = ready;
        this.onClosed = onClosed;
        this.ended = new boolean[sources.size()];
    }

    @Override
    public int channels() {
        return channels.length;
    }

    @Override
    public boolean poll(InputReceiver receiver) throws Exception {
        int index = ready.next();
        while (index != ReadyChannels.NONE) {
            InputChannel channel = channels[index];
            Chunk chunk = channel.poll();
            if (chunk != null) {
                if (channel.hasNext()) {
                    ready.add(index);
                }
                try {
                    handOver(chunk, index, receiver);
                } finally {
                    channel.recycle(chunk);
                }
                return true;
            }
            index = ready.next();
        }
        return false;
    }

    private void handOver(Chunk chunk, int index, InputReceiver receiver) throws Exception {
        if (chunk instanceof Chunk.Objects objects) {
            Object[] values = objects.values();
            int count = objects.count();
            for (int i = 0; i < count; i++) {
                receiver.onRecord(values[i], index);
            }
        } else if (chunk instanceof Chunk.Bytes bytes) {
            handOverBytes(bytes, index, receiver);
        } else {
            handOverEvent(((Chunk.Event) chunk).event(), index, receiver);
        }
    }

    private void handOverBytes(Chunk.Bytes bytes, int index, InputReceiver receiver)
            throws Exception {
        RecordDecoder records = startOf(bytes, index);
        while (records.hasNext()) {
            receiver.onRecord(next(records, index), index);
        }
    }

    private RecordDecoder startOf(Chunk.Bytes bytes, int index) throws IOException {
        try {
            return decoders[index].decode(bytes);
        } catch (IOException e) {
            throw unreadable(index, e);
        }
    }

    private Object next(RecordDecoder records, int index) throws IOException {
        try {
            return records.next();
        } catch (IOException e) {
            throw unreadable(index, e);
        }
    }

    private IOException unreadable(int index, IOException e) {
        ChannelSource source = sources.get(index);
        return new IOException(
                "input from "
                        + source.address()
                        + ": "
                        + source.partition()
                        + ": "
                        + e.getMessage(),
                e);
    }

    private void handOverEvent(StreamEvent event, int index, InputReceiver receiver)
            throws Exception {
        if (event instanceof EndOfInput && !ended[index]) {
            ended[index] = true;
            endedChannels++;
        }
        receiver.onEvent(event, index);
    }

    @Override
    public void block(int channel) {
        ready.block(channel);
    }

    @Override
    public void resume(int channel) {
        ready.resume(channel);
    }

    @Override
    public boolean isFinished() {
        return endedChannels == channels.length;
    }

    /** Any thread. */
    void fail(IOException cause) {
        ready.fail(cause);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (InputChannel channel : channels) {
                channel.close();
            }
            onClosed.accept(this);
        }
    }
}
