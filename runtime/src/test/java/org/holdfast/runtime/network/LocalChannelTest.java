package org.holdfast.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.junit.jupiter.api.Test;

/** Channels within one process. */
class LocalChannelTest extends DataPlaneContract {

    private NettyDataPlane plane;

    @Override
    void openPlanes() throws IOException {
        plane = new NettyDataPlane("localhost", SETTINGS, "cluster");
    }

    @Override
    NettyDataPlane producerPlane() {
        return plane;
    }

    @Override
    NettyDataPlane consumerPlane() {
        return plane;
    }

    @Test
    void handsOverImmutableRecordsAsTheyAre() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        TestConsumer consumer = openConsumer(source(0, 0));
        Named record = new Named(1, "same");
        partition.emit(record, 0);
        partition.emit(new Box(1), 0);
        partition.emit(record, 0);
        partition.broadcast(new EndOfInput());

        List<Object> received = consumer.values(4);
        assertThat(received.get(0)).isSameAs(record);
        assertThat(received.get(1)).isInstanceOf(Box.class);
        assertThat(received.get(2)).isEqualTo(record);
    }

    @Test
    void giveEachJobItsOwnClasses() throws Exception {
        ResultPartition partition = openPartition(0, 1);
        ClassLoader other = new URLClassLoader(new URL[0], getClass().getClassLoader());
        try (TestConsumer consumer =
                new TestConsumer(plane, new KryoRecordSerializer(other), List.of(source(0, 0)))) {
            String text = "x".repeat(10);
            partition.emit(text, 0);
            partition.flush();

            assertThat(consumer.values(1).get(0)).isEqualTo(text).isNotSameAs(text);
        }
    }
}
