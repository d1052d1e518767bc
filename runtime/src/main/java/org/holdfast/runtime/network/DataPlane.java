package org.holdfast.runtime.network;

import java.util.List;
import org.holdfast.runtime.serialization.RecordSerializer;

/** A TaskManager's end of the data plane. Thread-safe. */
public interface DataPlane extends AutoCloseable {

    /** Where other TaskManagers reach it. */
    DataAddress address();

    /**
     * Opens what a producer writes to. Consumers may have asked for it before; they are served from
     * now on.
     *
     * @param records serializes the producer's records with its job's classes
     */
    ResultPartition openPartition(PartitionSpec spec, RecordSerializer records);

    /**
     * Opens what a consumer reads from. Producers may open their partitions later, within {@code
     * taskmanager.network.partition-request-timeout}; after that, or when a producer's process is
     * gone, the gate fails.
     *
     * @param onAvailable called, on any thread, when {@link InputGate#poll} may have become worth a
     *     call
     */
    InputGate openGate(
            List<ChannelSource> channels, RecordSerializer records, Runnable onAvailable);

    /** Memory that buffered records take now, in bytes. */
    long networkBytes();

    /**
     * Fails all partitions and gates that are still open, closes the connections, frees the
     * buffers.
     */
    @Override
    void close();
}
