package org.holdfast.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Channels between two processes. */
class RemoteChannelTest extends DataPlaneContract {

    private NettyDataPlane producerPlane;
    private NettyDataPlane consumerPlane;

    @Override
    void openPlanes() throws IOException {
        producerPlane = new NettyDataPlane("localhost", SETTINGS, "cluster");
        consumerPlane = new NettyDataPlane("localhost", SETTINGS, "cluster");
    }

    @Override
    NettyDataPlane producerPlane() {
        return producerPlane;
    }

    @Override
    NettyDataPlane consumerPlane() {
        return consumerPlane;
    }

    @Test
    void sharesOneConnectionWhileAChannelNeedsIt() throws Exception {
        ResultPartition first = openPartition(0, 1);
        ResultPartition second = openPartition(1, 1);
        TestConsumer one = openConsumer(source(0, 0));
        TestConsumer other = openConsumer(source(1, 0));
        first.broadcast(new EndOfInput());
        second.broadcast(new EndOfInput());
        one.take(1);
        other.take(1);
        assertThat(producerPlane.consumerConnections()).isEqualTo(1);

        one.close();
        ResultPartition third = openPartition(2, 1);
        third.broadcast(new EndOfInput());
        assertThat(openConsumer(source(2, 0)).values(1)).containsExactly(new EndOfInput());
        assertThat(producerPlane.consumerConnections()).isEqualTo(1);
        other.close();
    }

    @Test
    void closesTheConnectionThatNoChannelNeeds() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        partition.broadcast(new EndOfInput());
        consumer.take(1);
        consumer.close();

        await("connection closed").until(() -> producerPlane.consumerConnections() == 0);
    }

    @Test
    void slowChannelDoesNotStopItsNeighbourOnTheSameConnection() throws Exception {
        ResultPartition slow = openPartition(0, 1);
        ResultPartition fast = openPartition(1, 1);
        TestConsumer neverReads = openConsumer(source(0, 0));
        TestConsumer reads = openConsumer(source(1, 0));
        Future<?> waiting =
                produce(
                        () -> {
                            for (long i = 0; ; i++) {
                                slow.emit(i, 0);
                            }
                        });
        awaitFull(slow);
        produce(
                () -> {
                    for (long i = 0; i < 100_000; i++) {
                        fast.emit(i, 0);
                    }
                    fast.broadcast(new EndOfInput());
                });

        assertThat(reads.take(100_001)).hasSize(100_001);
        assertThat(waiting.isDone()).isFalse();
        assertThat(neverReads.gate().isFinished()).isFalse();
        producers.shutdownNow();
    }

    @Test
    void producersOfAProcessThatIsGoneFailTheGate() throws Exception {
        DataAddress nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = new DataAddress("localhost", socket.getLocalPort());
        }
        TestConsumer consumer = openConsumer(new ChannelSource(id(0), 0, nobody));

        assertThat(consumer.awaitFailure())
                .hasMessageContaining("cannot connect")
                .hasMessageContaining(nobody.toString())
                .hasMessageContaining(id(0).toString());
    }

    @Test
    void lossOfTheConsumersProcessLeavesTheProducerWaiting() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        Future<?> producer =
                produce(
                        () -> {
                            for (long i = 0; ; i++) {
                                partition.emit(i, 0);
                            }
                        });
        consumer.take(1000);
        consumerPlane.close();

        await("queue dropped").until(() -> producerPlane.networkBytes() == 0);
        assertThat(partition.isAvailable()).isFalse();
        assertThat(producer.isDone()).isFalse();
        producers.shutdownNow();
    }

    @Test
    void refusesAnotherClustersDataPlane() throws Exception {
        openPartition(0, 1);
        try (NettyDataPlane stranger = new NettyDataPlane("localhost", SETTINGS, "other");
                TestConsumer consumer =
                        new TestConsumer(stranger, newRecords(), List.of(source(0, 0)))) {
            assertThat(consumer.awaitFailure())
                    .hasMessageContaining("refused: it belongs to another cluster");
        }
    }
}
