package org.holdfast.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SourceReader.Status;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.Staging;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.OperatorNode;
import org.holdfast.runtime.jobgraph.OperatorNode.SourceOperator;
import org.holdfast.runtime.network.ResultPartition;
import org.holdfast.runtime.network.StreamEvent;
import org.holdfast.runtime.network.Watermark;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.task.chain.ChainBuilder;
import org.holdfast.runtime.task.chain.Counter;
import org.holdfast.runtime.task.chain.OperatorChain;
import org.holdfast.runtime.task.chain.SourceLink;
import org.holdfast.runtime.task.chain.Subtask;
import org.holdfast.runtime.task.chain.WaitTime;

/**
 * Runs a bounded job in the calling thread, without checkpoints and each operator as one subtask.
 * Every stream with event time has one producer.
 */
public final class LocalRun {

    private final FileAccess files;
    private final DefinedJob job;
    private final List<OperatorChain> chains = new ArrayList<>();

    private LocalRun(FileAccess files, DefinedJob job) {
        this.files = files;
        this.job = job;
    }

    public static void run(Job job, FileAccess files, String... arguments) throws Exception {
        DataflowBuilder flow = new DataflowBuilder("local", 1);
        job.define(flow, JobArguments.parse(List.of(arguments)));
        new LocalRun(files, flow.build()).run();
    }

    private void run() throws Exception {
        for (OperatorNode head : job.chains()) {
            chains.add(chain(head));
        }
        for (OperatorChain chain : chains) {
            chain.open();
        }
        // producers come before their consumers
        for (OperatorChain chain : chains) {
            if (chain.head() instanceof SourceLink source) {
                readAll(source, chain);
            }
            while (!chain.endInput()) {
                chain.checkFailure();
            }
            commit(chain);
            chain.close();
        }
    }

    private OperatorChain chain(OperatorNode head) throws IOException {
        List<SplitPosition> splits = List.of();
        if (head instanceof SourceOperator operator) {
            splits =
                    operator.source().splits(1, files).stream()
                            .map(SplitPosition::startOf)
                            .toList();
        }
        return new ChainBuilder(
                        new Subtask("0".repeat(32), "local", 0, 1, 0, 0, files),
                        splits,
                        TaskRestore.NOTHING,
                        handle -> {
                            throw new IOException("no checkpoint in a local run: " + handle);
                        },
                        new KryoRecordSerializer(LocalRun.class.getClassLoader()),
                        edge -> new Edge(job.edges().get(edge).target()),
                        new Counter(),
                        new Counter(),
                        new WaitTime())
                .build(head);
    }

    private static void readAll(SourceLink source, OperatorChain chain) {
        while (source.poll() != Status.FINISHED) {
            chain.checkFailure();
            chain.fireTimers(System.currentTimeMillis());
        }
    }

    private static void commit(OperatorChain chain) throws IOException {
        Map<String, SinkCommitter> committers = chain.committers();
        for (Map.Entry<String, Staging> sink : chain.snapshot(0).staging().entrySet()) {
            for (String staged : sink.getValue().finish()) {
                committers.get(sink.getKey()).commit(staged);
            }
        }
    }

    /** Hands everything to the chain of another vertex at once. */
    private final class Edge implements ResultPartition {

        private final int target;

        Edge(int target) {
            this.target = target;
        }

        @Override
        public void emit(Object value, int subpartition) {
            chains.get(target).head().emit(value);
        }

        @Override
        public void broadcast(Object value) {
            chains.get(target).head().emit(value);
        }

        @Override
        public void broadcast(StreamEvent event) {
            if (event instanceof Watermark watermark) {
                chains.get(target).watermark(watermark.time());
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public void onAvailable(Runnable listener) {
            // always is
        }

        @Override
        public void fail(Throwable cause) {
            throw new AssertionError("an edge failed", cause);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
