package org.holdfast.runtime.network;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer's end of the connection to one producer's process, with all channels from there.
 * Methods may be called on any thread; what they do happens on the event loop, in order.
 */
final class ProducerConnection {

    private static final Logger log = LoggerFactory.getLogger(ProducerConnection.class);

    private final DataAddress address;
    private final String clusterId;
    private final EventLoop eventLoop;
    private final Consumer<ProducerConnection> onUnused;
    private final AtomicInteger nextChannel = new AtomicInteger();

    // Event loop.
    private final Map<Integer, RemoteInputChannel> channels = new HashMap<>();
    private Channel socket;
    private boolean welcomed;
    private String endReason;

    private volatile boolean over;

    /**
     * A connection that is not open yet.
     *
     * @param onUnused called when a channel does not need it any more
     */
    ProducerConnection(
            DataAddress address,
            String clusterId,
            EventLoop eventLoop,
            Consumer<ProducerConnection> onUnused) {
        this.address = address;
        this.clusterId = clusterId;
        this.eventLoop = eventLoop;
        this.onUnused = onUnused;
    }

    DataAddress address() {
        return address;
    }

    int nextChannel() {
        return nextChannel.getAndIncrement();
    }

    /** Connects; fails the channels if that takes too long. */
    void connect(Bootstrap bootstrap, long timeoutMillis) {
        ChannelFuture connecting =
                bootstrap
                        .clone(eventLoop)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel opened) {
                                        opened.pipeline()
                                                .addLast(Frames.decoder(), new FrameHandler());
                                    }
                                })
                        .connect(address.host(), address.port());
        socket = connecting.channel();
        connecting.addListener(
                future -> {
                    if (!future.isSuccess()) {
                        end("cannot connect: " + future.cause().getMessage());
                    }
                });
        eventLoop.schedule(
                () -> {
                    if (!welcomed) {
                        end("no connection within " + timeoutMillis + " ms");
                    }
                },
                timeoutMillis,
                TimeUnit.MILLISECONDS);
    }

    /** Requests a channel's subpartition. */
    void open(RemoteInputChannel channel) {
        execute(
                () -> {
                    if (endReason != null) {
                        channel.onFailure(endReason);
                        return;
                    }
                    channels.put(channel.number(), channel);
                    if (welcomed) {
                        request(channel);
                        socket.flush();
                    }
                });
    }

    /** Allows the producer to send more. */
    void grant(RemoteInputChannel channel, int credit) {
        execute(
                () -> {
                    if (welcomed && endReason == null && !channel.hasEnded()) {
                        socket.writeAndFlush(
                                Frames.credit(socket.alloc(), channel.number(), credit));
                    }
                });
    }

    /** Gives a channel up. */
    void close(RemoteInputChannel channel) {
        execute(
                () -> {
                    boolean open = channels.remove(channel.number(), channel);
                    if (open && welcomed && endReason == null && !channel.hasEnded()) {
                        socket.writeAndFlush(Frames.cancel(socket.alloc(), channel.number()));
                    }
                });
        onUnused.accept(this);
    }

    /** Closes the connection and fails the channels it still has. */
    void close(String reason) {
        execute(() -> end(reason));
    }

    boolean isOver() {
        return over;
    }

    private void execute(Runnable action) {
        try {
            eventLoop.execute(action);
        } catch (RejectedExecutionException e) {
            log.debug("Connection to {} is closed with its data plane", address, e);
        }
    }

    private void request(RemoteInputChannel channel) {
        socket.write(
                Frames.request(
                        socket.alloc(), channel.number(), channel.source(), channel.buffers()));
    }

    private void end(String reason) {
        if (endReason != null) {
            return;
        }
        endReason = reason;
        over = true;
        socket.close();
        List<RemoteInputChannel> failed = new ArrayList<>(channels.values());
        channels.clear();
        if (!failed.isEmpty()) {
            log.info("Connection to {} ended: {}", address, reason);
        }
        failed.forEach(channel -> channel.onFailure(reason));
    }

    private final class FrameHandler extends SimpleChannelInboundHandler<ByteBuf> {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Frames.hello(context.alloc(), clusterId));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame)
                throws ProtocolException {
            byte type = frame.readByte();
            if (type == Frames.REFUSED && !welcomed) {
                end("refused: " + Frames.readText(frame));
            } else if (type == Frames.WELCOME && !welcomed) {
                Frames.checkEnd(frame);
                welcomed = true;
                channels.values().forEach(ProducerConnection.this::request);
                context.flush();
            } else if (welcomed) {
                onChannelFrame(type, frame);
            } else {
                throw new ProtocolException("frame of type " + type + " before welcome");
            }
        }

        private void onChannelFrame(byte type, ByteBuf frame) throws ProtocolException {
            if (type != Frames.DATA && type != Frames.EVENT && type != Frames.FAILURE) {
                throw new ProtocolException("frame of type " + type + " from a producer");
            }
            RemoteInputChannel channel = channels.get(frame.readInt());
            if (channel == null) {
                // It was closed while this was under way.
                return;
            }
            if (type == Frames.DATA) {
                channel.onData(Frames.readExtent(frame), frame);
            } else if (type == Frames.EVENT) {
                StreamEvent event = Frames.readEvent(frame);
                Frames.checkEnd(frame);
                channel.onEvent(event);
            } else {
                channel.onFailure(Frames.readText(frame));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end("connection lost");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end("connection failed: " + cause);
        }
    }
}
