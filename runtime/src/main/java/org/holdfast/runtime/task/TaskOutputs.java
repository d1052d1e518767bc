package org.holdfast.runtime.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.network.EndOfInput;
import org.holdfast.runtime.network.PartitionSpec;
import org.holdfast.runtime.network.ResultPartition;
import org.holdfast.runtime.network.StreamEvent;
import org.holdfast.runtime.serialization.RecordSerializer;

/** The partitions a task puts its records into. The task's thread only. */
final class TaskOutputs implements AutoCloseable {

    private final Map<Integer, ResultPartition> byEdge = new HashMap<>();
    private final ResultPartition[] partitions;

    /**
     * Opens the partitions.
     *
     * @param onAvailable called, on any thread, when {@link #isAvailable} may have become true
     */
    TaskOutputs(
            List<PartitionSpec> specs,
            DataPlane dataPlane,
            RecordSerializer records,
            Runnable onAvailable) {
        try {
            for (PartitionSpec spec : specs) {
                ResultPartition partition = dataPlane.openPartition(spec, records);
                byEdge.put(spec.id().edge(), partition);
                partition.onAvailable(onAvailable);
            }
        } catch (RuntimeException | Error e) {
            byEdge.values().forEach(ResultPartition::close);
            throw e;
        }
        partitions = byEdge.values().toArray(new ResultPartition[0]);
    }

    /** The partition of an edge. */
    ResultPartition partition(int edge) {
        ResultPartition partition = byEdge.get(edge);
        if (partition == null) {
            throw new IllegalStateException(
                    "The deployment has no partition for edge "
                            + edge
                            + ", only for "
                            + byEdge.keySet());
        }
        return partition;
    }

    /** Whether all partitions could take a record now without waiting. */
    boolean isAvailable() {
        for (ResultPartition partition : partitions) {
            if (!partition.isAvailable()) {
                return false;
            }
        }
        return true;
    }

    /** Sends what is gathered in unfilled buffers. */
    void flush() {
        for (ResultPartition partition : partitions) {
            partition.flush();
        }
    }

    /** Sends an event to all consumers, behind all records put out so far. */
    void broadcast(StreamEvent event) throws InterruptedException {
        for (ResultPartition partition : partitions) {
            partition.broadcast(event);
        }
    }

    /** Tells the consumers that nothing follows. */
    void finish() throws InterruptedException {
        broadcast(new EndOfInput());
    }

    /** Tells the consumers that the task failed. */
    void fail(Throwable cause) {
        for (ResultPartition partition : partitions) {
            partition.fail(cause);
        }
    }

    @Override
    public void close() {
        for (ResultPartition partition : partitions) {
            partition.close();
        }
    }
}
