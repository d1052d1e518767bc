package org.holdfast.runtime.task.chain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.Dataflow;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.network.ResultPartition;
import org.holdfast.runtime.network.StreamEvent;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.state.KeyedSnapshot;

/** The chain of one vertex of a job, without a task around it. */
final class TestChain {

    final OperatorChain chain;

    /** Records and events that went to edges, in their order. */
    final List<Object> putOut = new ArrayList<>();

    TestChain(Consumer<Dataflow> job, int vertex) {
        this(job, vertex, List.of(), TaskRestore.NOTHING);
    }

    TestChain(Consumer<Dataflow> job, int vertex, List<SplitPosition> splits, TaskRestore restore) {
        DataflowBuilder flow = new DataflowBuilder("test", 1);
        job.accept(flow);
        Subtask subtask =
                new Subtask(
                        "0".repeat(32),
                        "test",
                        0,
                        1,
                        0,
                        restore.checkpoint(),
                        new HadoopFileAccess(new Configuration(false)));
        chain =
                new ChainBuilder(
                                subtask,
                                splits,
                                restore,
                                TestChain::openInline,
                                new KryoRecordSerializer(TestChain.class.getClassLoader()),
                                edge -> new Recorder(),
                                new Counter(),
                                new Counter(),
                                new WaitTime())
                        .build(flow.build().chains().get(vertex));
    }

    /** Fires what is due, as a task does before its next batch. */
    void fireTimers(long nowMillis) {
        while (chain.nextTimer() <= nowMillis) {
            chain.fireTimers(nowMillis);
        }
    }

    void endInput() {
        while (!chain.endInput()) {
            chain.checkFailure();
        }
    }

    /** Takes a checkpoint of keyed state, to start another chain from. */
    TaskRestore restoreOf(long checkpoint) {
        KeyedSnapshot keyed = chain.snapshot(checkpoint).keyed().orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            keyed.writeTo(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        keyed.release();
        StateHandle handle =
                new StateHandle(
                        keyed.firstKeyGroup(),
                        keyed.keyGroups(),
                        "",
                        Base64.getEncoder().encodeToString(bytes.toByteArray()),
                        bytes.size(),
                        HexFormat.of().formatHex(new byte[32]));
        return new TaskRestore(checkpoint, List.of(handle), Map.of(), false, false);
    }

    private static ByteArrayInputStream openInline(StateHandle handle) {
        return new ByteArrayInputStream(Base64.getDecoder().decode(handle.inline()));
    }

    private final class Recorder implements ResultPartition {

        @Override
        public void emit(Object value, int subpartition) {
            putOut.add(value);
        }

        @Override
        public void broadcast(Object value) {
            putOut.add(value);
        }

        @Override
        public void broadcast(StreamEvent event) {
            putOut.add(event);
        }

        @Override
        public void flush() {}

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public void onAvailable(Runnable listener) {}

        @Override
        public void fail(Throwable cause) {}

        @Override
        public void close() {}
    }
}
