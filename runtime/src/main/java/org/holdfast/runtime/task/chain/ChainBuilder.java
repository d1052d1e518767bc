package org.holdfast.runtime.task.chain;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.jobgraph.Downstream;
import org.holdfast.runtime.jobgraph.OperatorNode;
import org.holdfast.runtime.jobgraph.OperatorNode.EventTimeOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.FilterOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.FlatMapOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.KeyedProcessOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.MapOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SinkOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SourceOperator;
import org.holdfast.runtime.jobgraph.OutputEdge;
import org.holdfast.runtime.network.ResultPartition;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.holdfast.runtime.state.StateFiles;

/** Builds the {@link OperatorChain} of one task. For one use. */
public final class ChainBuilder {

    private final Subtask subtask;
    private final List<SplitPosition> splits;
    private final TaskRestore restore;
    private final StateFiles files;
    private final RecordSerializer records;
    private final IntFunction<ResultPartition> partitions;
    private final Counter recordsIn;
    private final Counter recordsOut;
    private final WaitTime backPressured;
    private final ChainFailure failure = new ChainFailure();

    /** Every link before the one that puts records into it. */
    private final List<ChainLink> links = new ArrayList<>();

    /**
     * Prepares a chain.
     *
     * @param splits where the source starts to read, if the head is one
     * @param restore what the operators start from, besides
     * @param files opens the keyed state in {@code restore}
     * @param records reads and writes keys and values of keyed state
     * @param partitions by index of the edge
     * @param recordsIn raised with each record a source reads
     * @param recordsOut raised with each record that goes to an edge or into a sink
     * @param backPressured counts the time an edge has no room for a record
     */
    public ChainBuilder(
            Subtask subtask,
            List<SplitPosition> splits,
            TaskRestore restore,
            StateFiles files,
            RecordSerializer records,
            IntFunction<ResultPartition> partitions,
            Counter recordsIn,
            Counter recordsOut,
            WaitTime backPressured) {
        this.subtask = requireNonNull(subtask, "subtask");
        this.splits = List.copyOf(splits);
        this.restore = requireNonNull(restore, "restore");
        this.files = requireNonNull(files, "files");
        this.records = requireNonNull(records, "records");
        this.partitions = requireNonNull(partitions, "partitions");
        this.recordsIn = requireNonNull(recordsIn, "recordsIn");
        this.recordsOut = requireNonNull(recordsOut, "recordsOut");
        this.backPressured = requireNonNull(backPressured, "backPressured");
    }

    /** Builds the chain that starts with {@code head}. */
    public OperatorChain build(OperatorNode head) {
        add(head);
        Collections.reverse(links);
        return new OperatorChain(links, restore.inputEnded(), failure);
    }

    private ChainLink add(OperatorNode node) {
        ChainLink link = link(node, output(node));
        links.add(link);
        return link;
    }

    private ChainOutput output(OperatorNode node) {
        Downstream downstream = node.downstream();
        List<ChainOutput> outputs = new ArrayList<>();
        for (OperatorNode next : downstream.chained()) {
            outputs.add(add(next));
        }
        EdgeOutput.Origin origin =
                new EdgeOutput.Origin(
                        node.name(), subtask.index(), recordsOut, backPressured, failure);
        for (OutputEdge edge : downstream.edges()) {
            outputs.add(EdgeOutput.of(edge, origin, partitions.apply(edge.index())));
        }
        return outputs.size() == 1 ? outputs.get(0) : new FanOut(outputs);
    }

    private ChainLink link(OperatorNode node, ChainOutput out) {
        OperatorContext context = subtask.of(node.name());
        if (node instanceof SourceOperator source) {
            return new SourceLink(source.source(), splits, context, recordsIn, out, failure);
        } else if (node instanceof MapOperator map) {
            return new MapLink(map.function(), context, out, failure);
        } else if (node instanceof FlatMapOperator flatMap) {
            return new FlatMapLink(flatMap.function(), context, out, failure);
        } else if (node instanceof FilterOperator filter) {
            return new FilterLink(filter.predicate(), context, out, failure);
        } else if (node instanceof EventTimeOperator time) {
            return new EventTimeLink(
                    time.timestamps(), time.latenessMillis(), context, out, failure);
        } else if (node instanceof KeyedProcessOperator keyed) {
            return new KeyedProcessLink(
                    keyed.key(), keyed.function(), context, out, failure, records, restore, files);
        } else {
            Sink<Object> sink = ((SinkOperator) node).sink();
            List<String> staged = restore.staged().getOrDefault(node.name(), List.of());
            return new SinkLink(sink, staged, context, recordsOut, out, failure);
        }
    }
}
