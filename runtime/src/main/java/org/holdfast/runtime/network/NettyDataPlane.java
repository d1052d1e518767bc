package org.holdfast.runtime.network;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.config.NetworkOptions;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data plane over TCP; within the process, tasks hand records over directly. */
public final class NettyDataPlane implements DataPlane {

    private static final Logger log = LoggerFactory.getLogger(NettyDataPlane.class);

    /** A connection is CPU-bound at some GB/s; tasks need the other cores more. */
    private static final int EVENT_LOOPS = 2;

    private static final int CLOSE_SECONDS = 5;

    private final NetworkSettings settings;
    private final NetworkMemory memory;
    private final NioEventLoopGroup eventLoops;
    private final PartitionRegistry partitions;
    private final ProducerConnections producers;
    private final Set<ChannelGate> gates = ConcurrentHashMap.newKeySet();
    private final Set<Channel> consumers = ConcurrentHashMap.newKeySet();
    private final Channel listener;
    private final DataAddress address;
    private volatile boolean closed;

    /**
     * Listens on all of the host's addresses.
     *
     * @param host at which other TaskManagers reach this one
     * @param clusterId names the cluster; peers of another one are refused
     * @throws IOException if the port cannot be used
     */
    public NettyDataPlane(String host, NetworkSettings settings, String clusterId)
            throws IOException {
        this.settings = requireNonNull(settings, "settings");
        checkClusterId(clusterId);
        this.memory = new NetworkMemory(settings.memoryBytes());
        this.eventLoops =
                new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("data-plane", true));
        this.partitions = new PartitionRegistry(eventLoops, settings.requestTimeout());
        // One small arena: chunks of 512 KiB, given back when they are not used.
        ByteBufAllocator allocator = new PooledByteBufAllocator(true, 0, 1, 8192, 6, 64, 16, false);
        this.producers =
                new ProducerConnections(
                        newBootstrap(allocator), clusterId, settings.connectTimeout());
        try {
            this.listener = listen(allocator, clusterId);
        } catch (IOException e) {
            eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
        this.address =
                new DataAddress(host, ((InetSocketAddress) listener.localAddress()).getPort());
        log.info("Data plane listens at {}", address);
    }

    private static void checkClusterId(String clusterId) {
        int bytes = clusterId.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > Frames.MAX_CLUSTER_ID_BYTES / 2) {
            throw new IllegalArgumentException(
                    "cluster id of " + bytes + " bytes: '" + clusterId + "' (expected: 1 to 256)");
        }
    }

    private Bootstrap newBootstrap(ByteBufAllocator allocator) {
        return new Bootstrap()
                .group(eventLoops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()));
    }

    private Channel listen(ByteBufAllocator allocator, String clusterId) throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(eventLoops)
                        .channel(NioServerSocketChannel.class)
                        .childOption(ChannelOption.ALLOCATOR, allocator)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(
                                        2 * NetworkMemory.BUFFER_BYTES,
                                        4 * NetworkMemory.BUFFER_BYTES))
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel accepted) {
                                        accept(accepted, clusterId);
                                    }
                                })
                        .bind(settings.port())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen at port "
                            + settings.port()
                            + " for records: "
                            + bound.cause().getMessage()
                            + ". Set "
                            + NetworkOptions.DATA_PORT
                            + " to a free port, or to 0.",
                    bound.cause());
        }
        return bound.channel();
    }

    private void accept(Channel accepted, String clusterId) {
        consumers.add(accepted);
        accepted.closeFuture().addListener(future -> consumers.remove(accepted));
        accepted.pipeline()
                .addLast(
                        Frames.decoder(),
                        new ConsumerConnection(clusterId, partitions, settings.connectTimeout()));
    }

    @Override
    public DataAddress address() {
        return address;
    }

    @Override
    public ResultPartition openPartition(PartitionSpec spec, RecordSerializer records) {
        BufferedPartition partition =
                new BufferedPartition(
                        spec,
                        records,
                        memory,
                        settings,
                        partitions::onClosed,
                        partitions::onReleased);
        try {
            partitions.add(partition);
        } catch (IllegalStateException e) {
            partition.fail(e);
            partition.close();
            throw e;
        }
        return partition;
    }

    @Override
    public InputGate openGate(
            List<ChannelSource> sources, RecordSerializer records, Runnable onAvailable) {
        if (closed) {
            throw new IllegalStateException("the data plane at " + address + " is closed");
        }
        int remote = (int) sources.stream().filter(source -> !isLocal(source)).count();
        int buffers =
                memory.reserve(
                        "an input with " + sources.size() + " channels",
                        remote,
                        settings.buffersPerChannel(),
                        settings.maxBuffersPerChannel());
        ReadyChannels ready = new ReadyChannels(sources.size(), onAvailable);
        List<InputChannel> channels = new ArrayList<>();
        List<ChannelDecoder> decoders = new ArrayList<>();
        for (ChannelSource source : sources) {
            channels.add(newChannel(source, records, buffers, ready, channels.size()));
            decoders.add(new ChannelDecoder(records.decoder(), settings.maxRecordBytes()));
        }
        ChannelGate gate =
                new ChannelGate(
                        sources,
                        channels,
                        decoders,
                        ready,
                        released -> {
                            gates.remove(released);
                            memory.unreserve(buffers * remote);
                        });
        gates.add(gate);
        channels.forEach(InputChannel::open);
        return gate;
    }

    private boolean isLocal(ChannelSource source) {
        return source.address().equals(address);
    }

    private InputChannel newChannel(
            ChannelSource source,
            RecordSerializer records,
            int buffers,
            ReadyChannels ready,
            int index) {
        return isLocal(source)
                ? new LocalInputChannel(source, partitions, records.classLoader(), ready, index)
                : new RemoteInputChannel(
                        source, producers.acquire(source.address()), memory, buffers, ready, index);
    }

    @Override
    public long networkBytes() {
        return memory.usedBytes();
    }

    /** Buffers that open channels may use, used or not. */
    int reservedBuffers() {
        return memory.reservedBuffers();
    }

    /** Connections that consumers' processes have opened. */
    int consumerConnections() {
        return consumers.size();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        String reason = "the data plane at " + address + " was closed";
        listener.close();
        partitions.close(reason);
        gates.forEach(gate -> gate.fail(new IOException(reason)));
        producers.close(reason);
        consumers.forEach(Channel::close);
        eventLoops
                .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        log.info("Closed data plane at {}", address);
    }
}
