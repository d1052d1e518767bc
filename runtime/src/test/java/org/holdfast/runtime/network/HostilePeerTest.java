package org.holdfast.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.Chunk.Extent;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do not keep to the protocol, over raw sockets. */
@Timeout(60)
class HostilePeerTest {

    private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
    private static final NetworkSettings SETTINGS =
            new NetworkSettings(
                    0, 4L << 20, 2, 4, 1 << 20, Duration.ofMillis(500), Duration.ofSeconds(3));

    private final PartitionId id =
            new PartitionId(new ExecutionAttemptId(JobId.random(), 0, 0, 0), 0);
    private NettyDataPlane plane;

    @BeforeEach
    void open() throws IOException {
        plane = new NettyDataPlane("localhost", SETTINGS, "cluster");
    }

    @AfterEach
    void close() throws Exception {
        worksForOthers();
        assertThat(plane.networkBytes()).isZero();
        plane.close();
    }

    /** Whatever a peer did, an honest one is served. */
    private void worksForOthers() throws Exception {
        PartitionId other = new PartitionId(new ExecutionAttemptId(JobId.random(), 0, 0, 0), 0);
        try (NettyDataPlane honest = new NettyDataPlane("localhost", SETTINGS, "cluster");
                ResultPartition partition =
                        plane.openPartition(
                                new PartitionSpec(other, 1), DataPlaneContract.newRecords());
                TestConsumer consumer =
                        new TestConsumer(
                                honest,
                                DataPlaneContract.newRecords(),
                                List.of(new ChannelSource(other, 0, plane.address())))) {
            partition.emit("still here", 0);
            partition.broadcast(new EndOfInput());
            assertThat(consumer.values(2)).containsExactly("still here", new EndOfInput());
        }
    }

    private static CheckpointBarrier barrier(long checkpoint, String directory) {
        return new CheckpointBarrier(checkpoint, CheckpointKind.CHECKPOINT, directory);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("localhost", plane.address().port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static byte[] bytes(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        return bytes;
    }

    private static byte[] hello() {
        return bytes(Frames.hello(ALLOCATOR, "cluster"));
    }

    /** Sends frames after a good hello, and expects the connection to be closed. */
    private void refusesAfterHello(byte[]... frames) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(hello());
            assertThat(readFrame(socket)).containsExactly(Frames.WELCOME);
            for (byte[] frame : frames) {
                socket.getOutputStream().write(frame);
            }
            awaitClosed(socket);
        }
    }

    private static byte[] readFrame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    private static void awaitClosed(Socket socket) throws IOException {
        try {
            while (true) {
                readFrame(socket);
            }
        } catch (EOFException | SocketException closed) {
            // As it should be. A timeout is another exception.
        }
    }

    private static byte[] raw(int length, int type, int... ints) {
        ByteBuf frame = ALLOCATOR.buffer().writeInt(length).writeByte(type);
        for (int value : ints) {
            frame.writeInt(value);
        }
        return bytes(frame);
    }

    private byte[] request(int channel, int credit) {
        return bytes(
                Frames.request(
                        ALLOCATOR, channel, new ChannelSource(id, 0, plane.address()), credit));
    }

    @Test
    void closesAConnectionThatSaysNothing() throws IOException {
        try (Socket socket = connect()) {
            awaitClosed(socket);
        }
    }

    @Test
    void refusesAnotherProtocol() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            awaitClosed(socket);
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write(raw(6, Frames.HELLO, 0x12345678));
            awaitClosed(socket);
        }
    }

    @Test
    void refusesAnotherVersionWithAReason() throws IOException {
        byte[] hello = hello();
        hello[9]++;
        try (Socket socket = connect()) {
            socket.getOutputStream().write(hello);
            assertThat(new String(readFrame(socket), StandardCharsets.UTF_8))
                    .contains("protocol version 3, expected 2");
            awaitClosed(socket);
        }
    }

    @Test
    void refusesAnotherClusterWithAReason() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes(Frames.hello(ALLOCATOR, "clusteR")));
            assertThat(new String(readFrame(socket), StandardCharsets.UTF_8))
                    .contains("it belongs to another cluster");
            awaitClosed(socket);
        }
    }

    @Test
    void refusesRequestsBeforeHello() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request(0, 2));
            awaitClosed(socket);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 40_000, 0})
    void refusesFramesOfImpossibleLength(int length) throws IOException {
        refusesAfterHello(raw(length, Frames.CREDIT, 0, 1));
    }

    @Test
    void refusesUnknownAndMisplacedFrames() throws IOException {
        refusesAfterHello(raw(1, 99));
        refusesAfterHello(raw(1, Frames.WELCOME));
        refusesAfterHello(hello());
        refusesAfterHello(
                bytes(Frames.data(ALLOCATOR, 0, new Chunk.Bytes(new byte[10], 10, Extent.WHOLE))));
    }

    @Test
    void refusesTruncatedAndPaddedFrames() throws IOException {
        refusesAfterHello(raw(5, Frames.CREDIT, 0));
        refusesAfterHello(raw(13, Frames.CREDIT, 0, 1, 1));
        refusesAfterHello(raw(21, Frames.REQUEST, 0, 1, 2, 3, 4));
    }

    @Test
    void refusesNumbersThatCannotBe() throws IOException {
        refusesAfterHello(request(0, 0));
        refusesAfterHello(request(0, -1));
        refusesAfterHello(request(0, Integer.MAX_VALUE));
        refusesAfterHello(request(7, 2), request(7, 2));
        byte[] negativeEdge = request(0, 2);
        negativeEdge[negativeEdge.length - 12] = -1;
        refusesAfterHello(negativeEdge);
        refusesAfterHello(request(0, 1), raw(9, Frames.CREDIT, 0, -5));
    }

    @Test
    void answersRequestsForWhatIsNotThere() throws IOException {
        byte[] noSuchSubpartition = request(2, 2);
        noSuchSubpartition[noSuchSubpartition.length - 8] = -1;
        try (ResultPartition partition =
                        plane.openPartition(
                                new PartitionSpec(id, 1), DataPlaneContract.newRecords());
                Socket socket = connect()) {
            socket.getOutputStream().write(hello());
            readFrame(socket);
            socket.getOutputStream().write(noSuchSubpartition);
            assertThat(new String(readFrame(socket), StandardCharsets.UTF_8))
                    .contains("no subpartition -16777216, it has 1");
            assertThat(partition.isAvailable()).isFalse();
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write(hello());
            readFrame(socket);
            PartitionId unknown = new PartitionId(id.producer(), 5);
            socket.getOutputStream()
                    .write(
                            bytes(
                                    Frames.request(
                                            ALLOCATOR,
                                            3,
                                            new ChannelSource(unknown, 0, plane.address()),
                                            2)));
            assertThat(new String(readFrame(socket), StandardCharsets.UTF_8))
                    .contains(unknown + " was not opened by its producer within 500 ms");
        }
    }

    @Test
    void creditForUnknownChannelsIsHarmless() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(hello());
            readFrame(socket);
            socket.getOutputStream().write(raw(9, Frames.CREDIT, 77, 1));
            socket.getOutputStream().write(raw(5, Frames.CANCEL, 77));
            socket.getOutputStream().write(request(78, 1));
            socket.getOutputStream().write(raw(5, Frames.CANCEL, 78));
        }
        await().until(() -> plane.consumerConnections() == 0);
    }

    @Test
    void survivesRandomFrames() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            try (Socket socket = connect()) {
                if (i % 3 != 0) {
                    socket.getOutputStream().write(hello());
                }
                byte[] garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
                if (i % 2 == 0 && garbage.length > 5) {
                    // A plausible frame of random content.
                    System.arraycopy(raw(garbage.length - 4, random.nextInt(10)), 0, garbage, 0, 5);
                }
                socket.getOutputStream().write(garbage);
            } catch (SocketException closedEarly) {
                // Fine.
            }
        }
        await().until(() -> plane.consumerConnections() == 0);
    }

    /** Pretends to be a producer's process: welcomes, reads the request, sends {@code reply}. */
    private Exception failureOfConsumerOf(byte[]... replies) throws Exception {
        return failureOfConsumer(true, replies);
    }

    private Exception failureOfConsumerThatDoesNotRead(byte[] reply) throws Exception {
        return failureOfConsumer(false, reply);
    }

    private Exception failureOfConsumer(boolean reads, byte[]... replies) throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            CompletableFuture<Void> producer =
                    CompletableFuture.runAsync(
                            () -> {
                                try (Socket socket = server.accept()) {
                                    readFrame(socket);
                                    socket.getOutputStream()
                                            .write(bytes(Frames.welcome(ALLOCATOR)));
                                    readFrame(socket);
                                    for (byte[] reply : replies) {
                                        socket.getOutputStream().write(reply);
                                    }
                                    awaitClosed(socket);
                                } catch (IOException e) {
                                    // The consumer may have hung up.
                                }
                            });
            DataAddress address = new DataAddress("localhost", server.getLocalPort());
            try (TestConsumer consumer =
                    new TestConsumer(
                            plane,
                            DataPlaneContract.newRecords(),
                            List.of(new ChannelSource(id, 0, address)))) {
                if (!reads) {
                    consumer.gate().block(0);
                }
                Exception failure = consumer.awaitFailure();
                assertThat(failure)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(address.toString())
                        .hasMessageContaining(id.toString());
                return failure;
            } finally {
                producer.join();
            }
        }
    }

    private static byte[] data(Extent extent, byte... content) {
        return bytes(Frames.data(ALLOCATOR, 0, new Chunk.Bytes(content, content.length, extent)));
    }

    @Test
    void consumerRefusesMoreThanItGaveCreditFor() throws Exception {
        // The consumer reads meanwhile and gives credit for what it has read; it cannot keep up
        // with so many at once.
        byte[] frame = data(Extent.PART, new byte[100]);
        byte[] flood = new byte[5_000 * frame.length];
        for (int at = 0; at < flood.length; at += frame.length) {
            System.arraycopy(frame, 0, flood, at, frame.length);
        }
        assertThat(failureOfConsumerOf(flood))
                .hasMessageMatching(".*(without credit|connection failed).*");
    }

    @Test
    void consumerRefusesOversizedAndMalformedFrames() throws Exception {
        assertThat(failureOfConsumerOf(raw(Integer.MAX_VALUE, Frames.DATA)))
                .hasMessageContaining("connection failed");
        assertThat(failureOfConsumerOf(raw(1, 99))).hasMessageContaining("frame of type 99");
        assertThat(failureOfConsumerOf(raw(9, Frames.EVENT, 0, 0)))
                .hasMessageContaining("connection failed");
        assertThat(failureOfConsumerOf(raw(5, Frames.DATA, 0)))
                .hasMessageContaining("connection failed");
        byte[] unknownExtent = data(Extent.WHOLE, (byte) 1);
        unknownExtent[9] = 17;
        assertThat(failureOfConsumerOf(unknownExtent)).hasMessageContaining("unknown extent 17");
        byte[] unknownEvent = bytes(Frames.event(ALLOCATOR, 0, new EndOfInput()));
        unknownEvent[9] = 5;
        assertThat(failureOfConsumerOf(unknownEvent)).hasMessageContaining("unknown event 5");
    }

    @Test
    void consumerRefusesMalformedBarriersAndWatermarks() throws Exception {
        byte[] unknownKind = bytes(Frames.event(ALLOCATOR, 0, barrier(1, "/chk")));
        unknownKind[18] = 9;
        assertThat(failureOfConsumerOf(unknownKind)).hasMessageContaining("unknown kind 9");
        byte[] negative = bytes(Frames.event(ALLOCATOR, 0, barrier(1, "/chk")));
        negative[10] = -1;
        assertThat(failureOfConsumerOf(negative)).hasMessageContaining("expected: >= 1");
        byte[] longest =
                bytes(
                        Frames.event(
                                ALLOCATOR,
                                0,
                                barrier(1, "x".repeat(CheckpointBarrier.MAX_DIRECTORY))));
        byte[] tooLong = Arrays.copyOf(longest, longest.length + 1);
        tooLong[longest.length] = 'x';
        ByteBuffer.wrap(tooLong).putInt(tooLong.length - 4);
        assertThat(failureOfConsumerOf(tooLong))
                .hasMessageContaining("expected: at most " + CheckpointBarrier.MAX_DIRECTORY);
        byte[] watermark = bytes(Frames.event(ALLOCATOR, 0, new Watermark(5)));
        byte[] tooShort = Arrays.copyOf(watermark, watermark.length - 1);
        ByteBuffer.wrap(tooShort).putInt(tooShort.length - 4);
        assertThat(failureOfConsumerOf(tooShort)).hasMessageContaining("connection failed");
    }

    @Test
    void consumerRefusesAFloodOfEvents() throws Exception {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int checkpoint = 1; checkpoint <= 5_000; checkpoint++) {
            flood.write(bytes(Frames.event(ALLOCATOR, 0, barrier(checkpoint, "/chk"))));
        }
        assertThat(failureOfConsumerThatDoesNotRead(flood.toByteArray()))
                .hasMessageContaining("unread events");
    }

    @Test
    void consumerRefusesRecordsThatCannotBeRead() throws Exception {
        assertThat(failureOfConsumerOf(data(Extent.WHOLE, (byte) 99)))
                .hasMessageContaining("no record starts with byte 99");
        assertThat(failureOfConsumerOf(data(Extent.PART, (byte) 1), data(Extent.WHOLE, (byte) 1)))
                .hasMessageContaining("a record in parts was not ended");
    }

    @Test
    void consumerRefusesDataAfterTheEnd() throws Exception {
        // The end itself is fine, and what follows must not do harm.
        try (ServerSocket server = new ServerSocket(0)) {
            CompletableFuture<Void> producer =
                    CompletableFuture.runAsync(
                            () -> {
                                try (Socket socket = server.accept()) {
                                    readFrame(socket);
                                    socket.getOutputStream()
                                            .write(bytes(Frames.welcome(ALLOCATOR)));
                                    readFrame(socket);
                                    socket.getOutputStream()
                                            .write(
                                                    bytes(
                                                            Frames.event(
                                                                    ALLOCATOR,
                                                                    0,
                                                                    new EndOfInput())));
                                    socket.getOutputStream().write(data(Extent.WHOLE, (byte) 5));
                                    awaitClosed(socket);
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            DataAddress address = new DataAddress("localhost", server.getLocalPort());
            try (TestConsumer consumer =
                    new TestConsumer(
                            plane,
                            DataPlaneContract.newRecords(),
                            List.of(new ChannelSource(id, 0, address)))) {
                assertThat(consumer.values(1)).containsExactly(new EndOfInput());
                producer.join();
                assertThat(consumer.takeAvailable()).isEmpty();
                assertThat(consumer.gate().isFinished()).isTrue();
            }
        }
    }
}
