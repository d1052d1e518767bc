package org.holdfast.runtime.task.chain;

import org.holdfast.api.KeySelector;
import org.holdfast.runtime.jobgraph.OutputEdge;
import org.holdfast.runtime.network.ResultPartition;
import org.holdfast.runtime.network.Watermark;
import org.holdfast.runtime.state.KeyGroups;

/** Spreads an operator's records over the subtasks at the other end of an edge. */
abstract class EdgeOutput implements ChainOutput {

    final ResultPartition partition;
    private final String operatorName;
    private final Counter recordsOut;
    private final WaitTime backPressured;
    private final ChainFailure failure;

    private EdgeOutput(Origin origin, ResultPartition partition) {
        this.partition = partition;
        this.operatorName = origin.operatorName();
        this.recordsOut = origin.recordsOut();
        this.backPressured = origin.backPressured();
        this.failure = origin.failure();
    }

    /** The operator whose records an edge takes. */
    record Origin(
            String operatorName,
            int subtask,
            Counter recordsOut,
            WaitTime backPressured,
            ChainFailure failure) {}

    static EdgeOutput of(OutputEdge edge, Origin origin, ResultPartition partition) {
        return switch (edge.partitioning()) {
            case FORWARD -> new Forward(origin, partition);
            case HASH -> new Hash(origin, partition, edge.key(), edge.consumers());
            case REBALANCE -> new Rebalance(origin, partition, edge.consumers());
            case BROADCAST -> new Broadcast(origin, partition);
        };
    }

    @Override
    public final void emit(Object value) {
        try {
            if (value == null) {
                throw new NullPointerException("it put out null for a record");
            }
            if (partition.isAvailable()) {
                spread(value);
            } else {
                spreadAndWait(value);
            }
        } catch (Throwable t) {
            throw failure.record(operatorName, t);
        }
        recordsOut.increment();
    }

    private void spreadAndWait(Object value) throws Exception {
        backPressured.begin();
        try {
            spread(value);
        } finally {
            backPressured.end();
        }
    }

    /** Every subtask gets it. The last one of all is left out: the partition's end implies it. */
    @Override
    public final void advance(long time) {
        if (time == Long.MAX_VALUE) {
            return;
        }
        try {
            partition.broadcast(new Watermark(time));
        } catch (Throwable t) {
            throw failure.record(operatorName, t);
        }
    }

    abstract void spread(Object value) throws Exception;

    private static final class Forward extends EdgeOutput {

        Forward(Origin origin, ResultPartition partition) {
            super(origin, partition);
        }

        @Override
        void spread(Object value) throws InterruptedException {
            partition.emit(value, 0);
        }
    }

    private static final class Hash extends EdgeOutput {

        private final KeySelector<Object, Object> selector;
        private final int[] subtaskOfGroup = new int[KeyGroups.COUNT];

        Hash(
                Origin origin,
                ResultPartition partition,
                KeySelector<Object, Object> selector,
                int consumers) {
            super(origin, partition);
            this.selector = selector;
            for (int group = 0; group < KeyGroups.COUNT; group++) {
                subtaskOfGroup[group] = KeyGroups.subtaskOf(group, consumers);
            }
        }

        @Override
        void spread(Object value) throws Exception {
            Object key = selector.key(value);
            if (key == null) {
                throw new NullPointerException("the key selector returned null");
            }
            partition.emit(value, subtaskOfGroup[KeyGroups.of(key)]);
        }
    }

    private static final class Rebalance extends EdgeOutput {

        private final int consumers;
        private int next;

        /** Starts where the producers before it do not, so that few records spread evenly, too. */
        Rebalance(Origin origin, ResultPartition partition, int consumers) {
            super(origin, partition);
            this.consumers = consumers;
            this.next = origin.subtask() % consumers;
        }

        @Override
        void spread(Object value) throws InterruptedException {
            int subtask = next;
            next = subtask + 1 == consumers ? 0 : subtask + 1;
            partition.emit(value, subtask);
        }
    }

    private static final class Broadcast extends EdgeOutput {

        Broadcast(Origin origin, ResultPartition partition) {
            super(origin, partition);
        }

        @Override
        void spread(Object value) throws InterruptedException {
            partition.broadcast(value);
        }
    }
}
