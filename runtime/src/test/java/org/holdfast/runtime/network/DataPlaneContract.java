package org.holdfast.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.TestConsumer.Received;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds whether producer and consumer are in one process or in two. */
@Timeout(60)
abstract class DataPlaneContract {

    static final long MEMORY = 4L << 20;
    static final int MAX_RECORD = 2 << 20;
    static final Duration REQUEST_TIMEOUT = Duration.ofMillis(1500);
    static final NetworkSettings SETTINGS =
            new NetworkSettings(
                    0, MEMORY, 2, 4, MAX_RECORD, REQUEST_TIMEOUT, Duration.ofSeconds(10));

    /** May be changed, so it is not handed over as it is. */
    static final class Box {
        long value;

        Box() {}

        Box(long value) {
            this.value = value;
        }
    }

    record Named(long id, String name) {}

    static final class NotSerializable {
        NotSerializable(int unused) {}
    }

    final JobId job = JobId.random();
    final ExecutorService producers = Executors.newCachedThreadPool();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Where the producers are. */
    abstract NettyDataPlane producerPlane();

    /** Where the consumers are. */
    abstract NettyDataPlane consumerPlane();

    abstract void openPlanes() throws IOException;

    @BeforeEach
    void open() throws IOException {
        openPlanes();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        producers.shutdownNow();
        assertThat(producers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        await("all memory returned")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> {
                            assertThat(producerPlane().networkBytes()).isZero();
                            assertThat(consumerPlane().networkBytes()).isZero();
                            assertThat(producerPlane().reservedBuffers()).isZero();
                            assertThat(consumerPlane().reservedBuffers()).isZero();
                        });
        consumerPlane().close();
        producerPlane().close();
    }

    static RecordSerializer newRecords() {
        return new KryoRecordSerializer(DataPlaneContract.class.getClassLoader());
    }

    PartitionId id(int subtask) {
        return new PartitionId(new ExecutionAttemptId(job, 0, subtask, 0), 0);
    }

    ResultPartition openPartition(int subtask, int subpartitions) {
        ResultPartition partition =
                producerPlane()
                        .openPartition(new PartitionSpec(id(subtask), subpartitions), newRecords());
        opened.add(partition);
        return partition;
    }

    ChannelSource source(int subtask, int subpartition) {
        return new ChannelSource(id(subtask), subpartition, producerPlane().address());
    }

    TestConsumer openConsumer(ChannelSource... sources) {
        TestConsumer consumer =
                new TestConsumer(consumerPlane(), newRecords(), Arrays.asList(sources));
        opened.add(consumer);
        return consumer;
    }

    /** Runs a producer on a thread of its own. */
    Future<?> produce(ThrowingRunnable action) {
        return producers.submit(
                () -> {
                    action.run();
                    return null;
                });
    }

    interface ThrowingRunnable {
        void run() throws Exception;
    }

    private static void emitLongs(ResultPartition partition, long from, long to)
            throws InterruptedException {
        for (long i = from; i < to; i++) {
            partition.emit(i, 0);
        }
    }

    private static void end(ResultPartition partition) throws InterruptedException {
        partition.broadcast(new EndOfInput());
        partition.close();
    }

    private static List<Object> longs(long from, long to) {
        return LongStream.range(from, to).<Object>mapToObj(Long::valueOf).toList();
    }

    @Test
    void deliversRecordsInOrderThenTheEnd() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));

        Future<?> producer =
                produce(
                        () -> {
                            emitLongs(partition, 0, 50_000);
                            end(partition);
                        });

        assertThat(consumer.values(50_000)).isEqualTo(longs(0, 50_000));
        assertThat(consumer.gate().isFinished()).isFalse();
        assertThat(consumer.values(1)).containsExactly(new EndOfInput());
        assertThat(consumer.gate().isFinished()).isTrue();
        assertThat(consumer.takeAvailable()).isEmpty();
        producer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void deliversRecordsOfAllKindsAndSizes() throws Exception {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            values.add("word" + i);
            values.add(new Named(i, "n".repeat(i % 50)));
            values.add(i % 7 == 0 ? new byte[i] : i);
            if (i % 100 == 0) {
                values.add("x".repeat(i * 500));
                values.add(List.of("y".repeat(NetworkMemory.BUFFER_BYTES), i));
            }
        }
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));

        produce(
                () -> {
                    for (Object value : values) {
                        partition.emit(value, 0);
                    }
                    end(partition);
                });

        List<Object> received = consumer.values(values.size());
        assertThat(Arrays.deepEquals(received.toArray(), values.toArray())).isTrue();
        assertThat(consumer.values(1)).containsExactly(new EndOfInput());
    }

    @Test
    void deliversWhatIsFlushed() throws Exception {
        ResultPartition partition = openPartition(0, 2);
        TestConsumer first = openConsumer(source(0, 0));
        TestConsumer second = openConsumer(source(0, 1));

        partition.emit("a", 0);
        partition.emit("b", 0);
        partition.emit("c", 1);
        partition.flush();

        assertThat(first.values(2)).containsExactly("a", "b");
        assertThat(second.values(1)).containsExactly("c");
        partition.emit("d", 0);
        assertThat(first.takeAvailable()).isEmpty();
        partition.flush();
        assertThat(first.values(1)).containsExactly("d");
    }

    @Test
    void broadcastsToAll() throws Exception {
        ResultPartition partition = openPartition(0, 3);
        List<TestConsumer> consumers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            consumers.add(openConsumer(source(0, i)));
        }
        partition.broadcast(new Named(1, "all"));
        partition.emit("second only", 1);
        end(partition);

        assertThat(consumers.get(0).values(2))
                .containsExactly(new Named(1, "all"), new EndOfInput());
        assertThat(consumers.get(1).values(3))
                .containsExactly(new Named(1, "all"), "second only", new EndOfInput());
        assertThat(consumers.get(2).values(2))
                .containsExactly(new Named(1, "all"), new EndOfInput());
    }

    @Test
    void neverSharesARecordThatMayBeChanged() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        Box box = new Box(7);
        partition.emit(box, 0);
        partition.flush();

        Object received = consumer.values(1).get(0);
        assertThat(received).isNotSameAs(box);
        assertThat(((Box) received).value).isEqualTo(7);
    }

    @Test
    void consumerMayAskBeforeTheProducerOpens() throws Exception {
        TestConsumer consumer = openConsumer(source(0, 0));
        assertThat(consumer.takeAvailable()).isEmpty();

        ResultPartition partition = openPartition(0, 1);
        partition.emit("x", 0);
        end(partition);

        assertThat(consumer.values(2)).containsExactly("x", new EndOfInput());
    }

    @Test
    void producerMayEndBeforeTheConsumerComes() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        assertThat(partition.isAvailable()).isFalse();
        end(partition);

        assertThat(openConsumer(source(0, 0)).values(1)).containsExactly(new EndOfInput());
    }

    @Test
    void producerWaitsForItsConsumer() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        CountDownLatch available = new CountDownLatch(1);
        partition.onAvailable(available::countDown);
        Future<?> producer =
                produce(
                        () -> {
                            partition.emit("x", 0);
                            end(partition);
                        });
        assertThat(producer.isDone()).isFalse();

        TestConsumer consumer = openConsumer(source(0, 0));
        assertThat(available.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(consumer.values(2)).containsExactly("x", new EndOfInput());
    }

    @Test
    void slowConsumerSlowsItsProducerAndMemoryStaysBounded() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        int count = 200_000;
        AtomicInteger emitted = new AtomicInteger();
        Future<?> producer =
                produce(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                partition.emit(new Named(i, "some text to fill buffers"), 0);
                                emitted.set(i);
                            }
                            end(partition);
                        });
        await("backpressure").until(() -> !partition.isAvailable());
        int before = emitted.get();
        assertThat(before).isLessThan(count / 2);
        assertThat(producerPlane().networkBytes()).isPositive();
        long bound = 2L * 4 * NetworkMemory.BUFFER_BYTES;
        for (int i = 0; i < count; i += 1000) {
            assertThat(producerPlane().networkBytes()).isLessThanOrEqualTo(bound);
            assertThat(consumerPlane().networkBytes()).isLessThanOrEqualTo(bound);
            List<Object> values = consumer.values(1000);
            assertThat(values.get(0)).isEqualTo(new Named(i, "some text to fill buffers"));
        }
        assertThat(consumer.values(1)).containsExactly(new EndOfInput());
        producer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void saysWhenItIsAvailableAgain() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        AtomicInteger calls = new AtomicInteger();
        partition.onAvailable(calls::incrementAndGet);
        TestConsumer consumer = openConsumer(source(0, 0));
        await("consumer attached").until(partition::isAvailable);
        long emitted = 0;
        int fills = 0;
        long taken = 0;
        while (fills < 3) {
            int before = calls.get();
            while (partition.isAvailable()) {
                partition.emit(emitted++, 0);
            }
            fills++;
            while (calls.get() == before) {
                assertThat(consumer.values(1)).containsExactly(taken++);
            }
            assertThat(partition.isAvailable()).isTrue();
        }
    }

    @Test
    void blockedChannelHoldsBackWhileOthersFlow() throws Exception {
        ResultPartition blocked = openPartition(0, 1);
        ResultPartition flowing = openPartition(1, 1);
        TestConsumer consumer = openConsumer(source(0, 0), source(1, 0));
        consumer.gate().block(0);
        produce(
                () -> {
                    emitLongs(blocked, 0, 100_000);
                    end(blocked);
                });
        produce(
                () -> {
                    emitLongs(flowing, 0, 100_000);
                    end(flowing);
                });

        List<Received> first = consumer.take(100_001);
        assertThat(first).allMatch(received -> received.channel() == 1);
        assertThat(consumer.takeAvailable()).isEmpty();

        consumer.gate().resume(0);
        List<Received> second = consumer.take(100_001);
        assertThat(second).allMatch(received -> received.channel() == 0);
        assertThat(consumer.gate().isFinished()).isTrue();
    }

    private static CheckpointBarrier barrier(long checkpoint) {
        return new CheckpointBarrier(checkpoint, CheckpointKind.CHECKPOINT, "hdfs:///chk");
    }

    @Test
    void barriersAndWatermarksKeepTheirPlacesAndEndNothing() throws Exception {
        List<Object> sent = new ArrayList<>();
        sent.addAll(longs(0, 300));
        sent.add(new CheckpointBarrier(1L << 33, CheckpointKind.STOP, "hdfs:///ä/chk-2-0"));
        sent.addAll(longs(300, 301));
        sent.add(new Watermark(-5));
        sent.add(new CheckpointBarrier(1, CheckpointKind.SAVEPOINT, ""));
        sent.add(new Watermark(Long.MAX_VALUE));
        sent.addAll(longs(301, 900));
        ResultPartition partition = openPartition(0, 2);
        List<TestConsumer> consumers =
                List.of(openConsumer(source(0, 0)), openConsumer(source(0, 1)));
        produce(
                () -> {
                    for (Object element : sent) {
                        if (element instanceof StreamEvent event) {
                            partition.broadcast(event);
                        } else {
                            partition.broadcast(element);
                        }
                    }
                    partition.flush();
                });

        for (TestConsumer consumer : consumers) {
            assertThat(consumer.values(sent.size())).isEqualTo(sent);
            assertThat(consumer.gate().isFinished()).isFalse();
        }
        end(partition);
        assertThat(consumers.get(0).values(1)).containsExactly(new EndOfInput());
    }

    @Test
    void barrierNeedsNoRoomAndComesBehindWhatWaitsBeforeIt() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        consumer.gate().block(0);
        await("consumer attached").until(partition::isAvailable);
        long emitted = fill(partition);

        partition.broadcast(barrier(1));

        consumer.gate().resume(0);
        List<Object> received = consumer.values((int) emitted + 1);
        assertThat(received.subList(0, (int) emitted)).isEqualTo(longs(0, emitted));
        assertThat(received.get((int) emitted)).isEqualTo(barrier(1));
    }

    /** Emits for as long as there is room; returns how many. */
    private long fill(ResultPartition partition) throws InterruptedException {
        long emitted = 0;
        long fullSince = System.nanoTime();
        // What is under way to the consumer's process makes room once more.
        while (System.nanoTime() - fullSince < TimeUnit.MILLISECONDS.toNanos(200)) {
            if (partition.isAvailable()) {
                partition.emit(emitted++, 0);
                fullSince = System.nanoTime();
            } else {
                Thread.onSpinWait();
            }
        }
        return emitted;
    }

    @Test
    void alignsBarriersOfChannelsThatAreFullAllTheTime() throws Exception {
        int channels = 3;
        ChannelSource[] sources = new ChannelSource[channels];
        for (int i = 0; i < channels; i++) {
            ResultPartition partition = openPartition(i, 1);
            sources[i] = source(i, 0);
            long beforeBarrier = 1 + 40_000L * i;
            produce(
                    () -> {
                        for (long checkpoint = 1; checkpoint <= 5; checkpoint++) {
                            emitLongs(partition, 0, beforeBarrier);
                            partition.broadcast(barrier(checkpoint));
                        }
                        emitLongs(partition, 0, Long.MAX_VALUE);
                    });
        }
        TestConsumer consumer = openConsumer(sources);
        for (long checkpoint = 1; checkpoint <= 5; checkpoint++) {
            long[] next = new long[channels];
            int arrived = 0;
            while (arrived < channels) {
                Received received = consumer.take(1).get(0);
                int channel = received.channel();
                if (received.value() instanceof CheckpointBarrier barrier) {
                    assertThat(barrier.checkpoint()).isEqualTo(checkpoint);
                    assertThat(next[channel]).isEqualTo(1 + 40_000L * channel);
                    consumer.gate().block(channel);
                    arrived++;
                } else {
                    assertThat(received.value()).isEqualTo(next[channel]++);
                }
            }
            for (int i = 0; i < channels; i++) {
                consumer.gate().resume(i);
            }
        }
        producers.shutdownNow();
    }

    @Test
    void watermarksWithoutRecordsBetweenThemDoNotPileUp() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        consumer.gate().block(0);
        partition.emit("first", 0);
        for (long time = 1; time <= 20_000; time++) {
            partition.broadcast(new Watermark(time));
        }
        partition.broadcast(barrier(1));
        partition.broadcast(new Watermark(20_001));
        end(partition);
        consumer.gate().resume(0);

        List<Object> received = new ArrayList<>();
        while (!consumer.gate().isFinished()) {
            received.addAll(consumer.values(1));
        }
        assertThat(received)
                .as("some may have been on their way already")
                .hasSizeLessThan(20)
                .startsWith("first")
                .endsWith(
                        new Watermark(20_000), barrier(1), new Watermark(20_001), new EndOfInput());
    }

    @Test
    void channelsTakeTurns() throws Exception {
        ResultPartition first = openPartition(0, 1);
        ResultPartition second = openPartition(1, 1);
        TestConsumer consumer = openConsumer(source(0, 0), source(1, 0));
        produce(() -> emitLongs(first, 0, Long.MAX_VALUE));
        produce(() -> emitLongs(second, 0, Long.MAX_VALUE));
        await("both wait").until(() -> !first.isAvailable() && !second.isAvailable());

        int switches = 0;
        int last = -1;
        for (Received received : consumer.take(60_000)) {
            switches += received.channel() == last ? 0 : 1;
            last = received.channel();
        }
        assertThat(switches).isGreaterThan(10);
        producers.shutdownNow();
    }

    @Test
    void producersFailureNamesPartitionAndAddress() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        partition.emit("x", 0);
        partition.fail(new IllegalStateException("disk on fire"));

        assertThat(consumer.awaitFailure())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(id(0).toString())
                .hasMessageContaining(producerPlane().address().toString())
                .hasMessageContaining("disk on fire");
        assertThatThrownBy(() -> consumer.gate().poll(consumer)).isInstanceOf(IOException.class);
        assertThat(partition.isAvailable()).isTrue();
        assertThatThrownBy(() -> emitLongs(partition, 0, 100_000))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("disk on fire");
    }

    @Test
    void producersFailureReachesAConsumerThatComesLater() {
        ResultPartition partition = openPartition(0, 1);
        partition.fail(new IllegalStateException("disk on fire"));
        partition.close();

        assertThat(openConsumer(source(0, 0)).awaitFailure()).hasMessageContaining("disk on fire");
    }

    @Test
    void closingBeforeTheEndIsAFailure() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        partition.emit("x", 0);
        partition.close();

        assertThat(consumer.awaitFailure())
                .hasMessageContaining("its producer has stopped before the end");
    }

    @Test
    void failureWakesAWaitingProducer() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        Future<?> producer = produce(() -> partition.emit("x", 0));
        partition.fail(new IOException("cancelled elsewhere"));

        assertThatThrownBy(() -> producer.get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage("cancelled elsewhere");
    }

    @Test
    void waitingProducerCanBeInterrupted() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        openConsumer(source(0, 0));
        Future<?> producer = produce(() -> emitLongs(partition, 0, Long.MAX_VALUE));
        awaitFull(partition);

        producers.shutdownNow();
        assertThatThrownBy(() -> producer.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void producerWaitsWhenItsConsumerLeaves() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        Future<?> producer = produce(() -> emitLongs(partition, 0, Long.MAX_VALUE));
        consumer.take(10_000);
        consumer.close();

        await("waits for good")
                .pollDelay(Duration.ofMillis(50))
                .until(() -> !partition.isAvailable() && producerPlane().networkBytes() == 0);
        assertThat(producer.isDone()).isFalse();
        producers.shutdownNow();
        assertThatThrownBy(() -> producer.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void consumerFailsIfTheProducerNeverOpens() {
        TestConsumer consumer = openConsumer(source(5, 0));

        assertThat(consumer.awaitFailure())
                .hasMessageContaining(id(5).toString())
                .hasMessageContaining(producerPlane().address().toString())
                .hasMessageContaining("was not opened by its producer within 1500 ms");
    }

    @Test
    void endedPartitionDoesNotWaitForEverForItsConsumer() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        end(partition);
        assertThat(producerPlane().reservedBuffers()).isPositive();

        await("released").until(() -> producerPlane().reservedBuffers() == 0);
    }

    @Test
    void refusesASubpartitionThatIsNotThere() {
        openPartition(0, 2);

        assertThat(openConsumer(source(0, 2)).awaitFailure())
                .hasMessageContaining("no subpartition 2, it has 2");
    }

    @Test
    void refusesASecondConsumer() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer first = openConsumer(source(0, 0));
        partition.emit("x", 0);
        partition.flush();
        first.take(1);

        assertThat(openConsumer(source(0, 0)).awaitFailure())
                .hasMessageContaining("it has a consumer already");
        end(partition);
        assertThat(first.values(1)).containsExactly(new EndOfInput());
    }

    @Test
    void refusesToOpenAPartitionTwice() {
        openPartition(0, 1);

        assertThatThrownBy(() -> openPartition(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is open already");
    }

    @Test
    void refusesChannelsThereIsNoMemoryFor() {
        int buffers = (int) (MEMORY / NetworkMemory.BUFFER_BYTES);

        assertThatThrownBy(() -> openPartition(0, buffers))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs " + 3 * buffers + " network buffers")
                .hasMessageContaining("Raise taskmanager.memory.network.max");
        openPartition(1, buffers / 3);
    }

    @Test
    void recordThatCannotBeSerializedNamesItsClass() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        openConsumer(source(0, 0));

        assertThatThrownBy(() -> partition.emit(new NotSerializable(1), 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(NotSerializable.class.getName())
                .hasMessageContaining("make the class a Java record");
    }

    @Test
    void recordAboveTheLimitIsRefused() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        openConsumer(source(0, 0));

        assertThatThrownBy(() -> partition.emit("x".repeat(MAX_RECORD), 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("takes more than " + MAX_RECORD + " bytes");
    }

    @Test
    void closingTheDataPlaneFailsWhatIsOpen() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        Future<?> producer = produce(() -> emitLongs(partition, 0, Long.MAX_VALUE));
        consumer.take(5_000);
        producerPlane().close();

        assertThat(consumer.awaitFailure())
                .hasMessageContaining(producerPlane().address().toString())
                .hasMessageContaining(id(0).toString());
        assertThatThrownBy(() -> producer.get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage(
                        "the data plane at " + producerPlane().address() + " was closed");
        assertThatThrownBy(() -> openPartition(1, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyProducersAndConsumersKeepTheirOrder() throws Exception {
        int parallelism = 4;
        int perChannel = 30_000;
        for (int p = 0; p < parallelism; p++) {
            ResultPartition partition = openPartition(p, parallelism);
            produce(
                    () -> {
                        for (long i = 0; i < perChannel; i++) {
                            for (int c = 0; c < parallelism; c++) {
                                partition.emit(i % 3 == 0 ? (Object) new Box(i) : i, c);
                            }
                            if (i % 1009 == 0) {
                                partition.flush();
                            }
                        }
                        end(partition);
                    });
        }
        List<Future<?>> consumers = new ArrayList<>();
        for (int c = 0; c < parallelism; c++) {
            ChannelSource[] sources = new ChannelSource[parallelism];
            for (int p = 0; p < parallelism; p++) {
                sources[p] = source(p, c);
            }
            TestConsumer consumer = openConsumer(sources);
            consumers.add(
                    produce(
                            () -> {
                                long[] next = new long[parallelism];
                                for (Received received :
                                        consumer.take(parallelism * (perChannel + 1))) {
                                    if (!(received.value() instanceof EndOfInput)) {
                                        assertThat(number(received.value()))
                                                .isEqualTo(next[received.channel()]++);
                                    }
                                }
                                assertThat(next).containsOnly(perChannel);
                            }));
        }
        for (Future<?> consumer : consumers) {
            consumer.get(30, TimeUnit.SECONDS);
        }
    }

    /** Waits until the consumer has come and the producer waits for it to read. */
    void awaitFull(ResultPartition partition) {
        await("buffers full")
                .until(() -> producerPlane().networkBytes() > 0 && !partition.isAvailable());
    }

    private static long number(Object value) {
        return value instanceof Box box ? box.value : (Long) value;
    }
}
