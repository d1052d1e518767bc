package org.holdfast.runtime.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producer's end of a connection that a consumer's process opened. Sends the chunks of its
 * channels in turn, while there is credit and the socket takes them.
 */
final class ConsumerConnection extends SimpleChannelInboundHandler<ByteBuf> {

    private static final Logger log = LoggerFactory.getLogger(ConsumerConnection.class);

    private static final int MAX_CHANNELS = 1 << 16;
    private static final int MAX_CREDIT = 1 << 16;

    private final String clusterId;
    private final PartitionRegistry registry;
    private final Duration helloTimeout;

    // Event loop.
    private final Map<Integer, RemoteReader> readers = new HashMap<>();
    private final Deque<RemoteReader> sending = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private Future<?> helloExpiry;
    private boolean welcomed;

    ConsumerConnection(String clusterId, PartitionRegistry registry, Duration helloTimeout) {
        this.clusterId = clusterId;
        this.registry = registry;
        this.helloTimeout = helloTimeout;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        helloExpiry =
                added.executor()
                        .schedule(
                                () -> close("it did not say hello"),
                                helloTimeout.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext unused, ByteBuf frame) throws IOException {
        byte type = frame.readByte();
        if (type == Frames.HELLO && !welcomed) {
            onHello(frame);
            return;
        }
        if (!welcomed) {
            throw new ProtocolException("frame of type " + type + " before hello");
        }
        switch (type) {
            case Frames.REQUEST:
                onRequest(frame);
                break;
            case Frames.CREDIT:
                onCredit(frame);
                break;
            case Frames.CANCEL:
                onCancel(frame);
                break;
            default:
                throw new ProtocolException("frame of type " + type + " from a consumer");
        }
    }

    private void onHello(ByteBuf frame) throws ProtocolException {
        if (frame.readableBytes() > Frames.MAX_CLUSTER_ID_BYTES
                || frame.readInt() != Frames.MAGIC) {
            throw new ProtocolException("not the data plane's protocol");
        }
        byte version = frame.readByte();
        if (version != Frames.VERSION) {
            refuse("protocol version " + version + ", expected " + Frames.VERSION);
            return;
        }
        String claimed = Frames.readText(frame);
        if (!claimed.equals(clusterId)) {
            refuse("it belongs to another cluster");
            return;
        }
        welcomed = true;
        helloExpiry.cancel(false);
        context.writeAndFlush(Frames.welcome(context.alloc()));
    }

    private void refuse(String reason) {
        log.warn("Refused data connection from {}: {}", context.channel().remoteAddress(), reason);
        context.writeAndFlush(Frames.refused(context.alloc(), reason))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void onRequest(ByteBuf frame) throws ProtocolException {
        int channel = frame.readInt();
        PartitionId partition = Frames.readPartitionId(frame);
        int subpartition = frame.readInt();
        int credit = checkedCredit(frame.readInt());
        Frames.checkEnd(frame);
        RemoteReader reader = new RemoteReader(this, channel, credit);
        if (readers.size() >= MAX_CHANNELS || readers.putIfAbsent(channel, reader) != null) {
            throw new ProtocolException("too many channels, or channel " + channel + " twice");
        }
        registry.request(partition, subpartition, reader);
    }

    private static int checkedCredit(int credit) throws ProtocolException {
        if (credit < 1 || credit > MAX_CREDIT) {
            throw new ProtocolException("credit " + credit);
        }
        return credit;
    }

    private void onCredit(ByteBuf frame) throws ProtocolException {
        RemoteReader reader = readers.get(frame.readInt());
        int credit = checkedCredit(frame.readInt());
        Frames.checkEnd(frame);
        // The channel may have ended while its credit was under way.
        if (reader != null) {
            reader.addCredit(credit);
            send(reader);
        }
    }

    private void onCancel(ByteBuf frame) throws ProtocolException {
        RemoteReader reader = readers.remove(frame.readInt());
        Frames.checkEnd(frame);
        if (reader != null) {
            release(reader);
        }
    }

    private void release(RemoteReader reader) {
        if (!reader.close()) {
            registry.cancel(reader);
        }
    }

    /** Runs on the connection's event loop; not at all if the data plane is closed. */
    void execute(Runnable action) {
        try {
            context.executor().execute(action);
        } catch (RejectedExecutionException e) {
            log.debug("Connection is closed with its data plane", e);
        }
    }

    void send(RemoteReader reader) {
        if (reader.enqueue()) {
            sending.add(reader);
            sendWhilePossible();
        }
    }

    private void sendWhilePossible() {
        boolean written = false;
        try {
            while (context.channel().isWritable() && !sending.isEmpty()) {
                written |= sendNext(sending.poll());
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // What was polled is lost, so the consumer has to fail.
            close("cannot send: " + e);
        }
        if (written) {
            context.flush();
        }
    }

    private boolean sendNext(RemoteReader reader) {
        Chunk chunk = reader.poll();
        if (chunk instanceof Chunk.Bytes bytes) {
            try {
                context.write(Frames.data(context.alloc(), reader.channel(), bytes));
            } finally {
                reader.recycle(chunk);
            }
        } else if (chunk instanceof Chunk.Event event) {
            context.write(Frames.event(context.alloc(), reader.channel(), event.event()));
            if (event.event() instanceof EndOfInput) {
                readers.remove(reader.channel());
            }
        }
        if (reader.hasNext() && reader.enqueue()) {
            sending.add(reader);
        }
        return chunk != null;
    }

    void sendFailure(RemoteReader reader, IOException failure) {
        if (readers.remove(reader.channel(), reader)) {
            reader.close();
            context.writeAndFlush(
                    Frames.failure(context.alloc(), reader.channel(), failure.getMessage()));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext unused) {
        sendWhilePossible();
    }

    @Override
    public void channelInactive(ChannelHandlerContext unused) {
        helloExpiry.cancel(false);
        new ArrayList<>(readers.values()).forEach(this::release);
        readers.clear();
        sending.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable cause) {
        close(cause.toString());
    }

    private void close(String reason) {
        if (context.channel().isActive()) {
            log.warn(
                    "Closed data connection from {}: {}",
                    context.channel().remoteAddress(),
                    reason);
            context.close();
        }
    }
}
