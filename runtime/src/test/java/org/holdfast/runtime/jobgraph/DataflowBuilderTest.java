package org.holdfast.runtime.jobgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.holdfast.runtime.jobgraph.TestFunctions.bounded;
import static org.holdfast.runtime.jobgraph.TestFunctions.sink;
import static org.holdfast.runtime.jobgraph.TestFunctions.unbounded;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.holdfast.api.DataStream;
import org.holdfast.api.InvalidJobException;
import org.holdfast.runtime.jobgraph.OperatorNode.EventTimeOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.FilterOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.KeyedProcessOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.MapOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SinkOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SourceOperator;
import org.junit.jupiter.api.Test;

class DataflowBuilderTest {

    private final DataflowBuilder flow = new DataflowBuilder("job", 4);

    @Test
    void chainsForwardEdgesAndBreaksAtKeyBy() {
        flow.source("lines", bounded())
                .flatMap("words", (line, out) -> out.emit(line))
                .keyBy(word -> word)
                .process("count", (key, word, out) -> out.emit(word))
                .sink("counts", sink());
        DefinedJob job = flow.build();

        assertThat(job.vertices())
                .extracting(JobVertex::name)
                .containsExactly("lines -> words", "count -> counts");
        assertThat(job.vertices()).extracting(JobVertex::parallelism).containsOnly(4);
        assertThat(job.edges()).containsExactly(new JobEdge(0, 0, 1, 1, Partitioning.HASH));
    }

    @Test
    void givesEachVertexItsOperatorsAsATree() throws Exception {
        DataStream<String> lines = flow.source("lines", bounded());
        lines.map("upper", line -> line + "!").sink("out", sink());
        lines.filter("some", line -> line.length() > 1)
                .keyBy(line -> line.charAt(0))
                .process("group", (key, line, out) -> out.emit(line))
                .parallelism(2)
                .sink("groups", sink())
                .parallelism(2);
        DefinedJob job = flow.build();

        assertThat(job.vertices().get(0).operators())
                .containsExactly("lines", "upper", "out", "some");
        SourceOperator source = (SourceOperator) job.chains().get(0);
        assertThat(source.downstream().edges()).isEmpty();
        MapOperator upper = (MapOperator) source.downstream().chained().get(0);
        assertThat(upper.function().map("a")).isEqualTo("a!");
        assertThat(upper.downstream().chained()).singleElement().isInstanceOf(SinkOperator.class);
        FilterOperator some = (FilterOperator) source.downstream().chained().get(1);
        assertThat(some.predicate().keep("a")).isFalse();
        OutputEdge edge = some.downstream().edges().get(0);
        assertThat(edge.index()).isZero();
        assertThat(edge.consumers()).isEqualTo(2);
        assertThat(edge.key().key("ab")).isEqualTo('a');
        assertThat(job.edges()).containsExactly(new JobEdge(0, 0, 3, 1, Partitioning.HASH));
        KeyedProcessOperator group = (KeyedProcessOperator) job.chains().get(1);
        assertThat(group.key().key("ab")).isEqualTo('a');
        assertThat(group.downstream().chained()).extracting(OperatorNode::name).contains("groups");
    }

    @Test
    void eventTimeIsAnOperatorOfItsChain() throws Exception {
        flow.source("lines", bounded())
                .eventTime("time", line -> line.length(), Duration.ofSeconds(3))
                .sink("out", sink());
        DefinedJob job = flow.build();

        assertThat(job.vertices().get(0).operators()).containsExactly("lines", "time", "out");
        OperatorNode source = job.chains().get(0);
        EventTimeOperator time = (EventTimeOperator) source.downstream().chained().get(0);
        assertThat(time.timestamps().timestamp("four")).isEqualTo(4);
        assertThat(time.latenessMillis()).isEqualTo(3_000);
    }

    @Test
    void refusesALatenessThatMakesNoSense() {
        DataStream<String> lines = flow.source("lines", bounded());

        for (Duration lateness : List.of(Duration.ofMillis(-1), Duration.ofDays(367))) {
            assertThatThrownBy(() -> lines.eventTime("time", line -> 0, lateness))
                    .isInstanceOf(InvalidJobException.class)
                    .hasMessage(
                            "Lateness of event time 'time' is %s (expected: 0 to 366 days).",
                            lateness);
        }
    }

    @Test
    void sendsRecordsRoundBetweenUnequalParallelism() {
        flow.source("lines", bounded())
                .parallelism(1)
                .map("upper", line -> line)
                .sink("out", sink())
                .parallelism(3);
        DefinedJob job = flow.build();

        assertThat(job.vertices())
                .extracting(JobVertex::name)
                .containsExactly("lines", "upper", "out");
        assertThat(job.edges())
                .extracting(JobEdge::partitioning)
                .containsExactly(Partitioning.REBALANCE, Partitioning.REBALANCE);
    }

    @Test
    void breaksChainsAtRebalanceAndBroadcast() {
        DataStream<String> lines = flow.source("lines", bounded());
        lines.rebalance().sink("some", sink());
        lines.broadcast().sink("all", sink());
        DefinedJob job = flow.build();

        assertThat(job.edges())
                .containsExactly(
                        new JobEdge(0, 0, 0, 1, Partitioning.REBALANCE),
                        new JobEdge(1, 0, 0, 2, Partitioning.BROADCAST));
    }

    @Test
    @SuppressWarnings("unchecked")
    void unitesStreamsAsEdgesIntoOneVertex() {
        DataStream<String> one = flow.source("one", bounded());
        DataStream<String> two = flow.source("two", unbounded()).map("again", line -> line);
        DataStream<String> three = flow.source("three", bounded()).parallelism(1);
        one.union(two, three, one.broadcast()).sink("out", sink());
        DefinedJob job = flow.build();

        assertThat(job.vertices())
                .extracting(JobVertex::name)
                .containsExactly("one", "two -> again", "three", "out");
        assertThat(job.edges())
                .containsExactly(
                        new JobEdge(0, 0, 0, 3, Partitioning.FORWARD),
                        new JobEdge(1, 1, 1, 3, Partitioning.FORWARD),
                        new JobEdge(2, 2, 0, 3, Partitioning.REBALANCE),
                        new JobEdge(3, 0, 0, 3, Partitioning.BROADCAST));
    }

    @Test
    @SuppressWarnings("unchecked")
    void isBoundedWhereAllSourcesAre() {
        DataStream<String> ends = flow.source("ends", bounded());
        DataStream<String> runs = flow.source("runs", unbounded());
        ends.rebalance().sink("a", sink());
        ends.union(runs).sink("b", sink());

        assertThat(flow.build().vertices())
                .extracting(JobVertex::name, JobVertex::bounded)
                .containsExactly(
                        tuple("ends", true),
                        tuple("runs", false),
                        tuple("a", true),
                        tuple("b", false));
    }

    @Test
    void takesTheNameTheJobGivesItself() {
        flow.name("nightly counts");
        flow.source("lines", bounded()).sink("out", sink());

        assertThat(flow.build().name()).isEqualTo("nightly counts");
    }

    @Test
    void refusesAnEmptyJob() {
        refused(
                flow::build,
                "Job 'job' defines no operators. Add a source and a sink in define().");
    }

    @Test
    void refusesAStreamWithoutASink() {
        DataStream<String> lines = flow.source("lines", bounded());
        lines.sink("out", sink());
        lines.map("forgotten", line -> line);

        refused(
                flow::build,
                "The records of operator 'forgotten' go nowhere. End its stream in a sink, or leave"
                        + " it out.");
    }

    @Test
    void refusesAKeyedStreamWithoutAProcess() {
        flow.source("lines", bounded()).keyBy(line -> line);

        refused(
                flow::build,
                "The records of operator 'lines' go nowhere. End its stream in a sink, or leave it"
                        + " out.");
    }

    @Test
    void refusesNamesThatCannotTellOperatorsApart() {
        DataStream<String> lines = flow.source("lines", bounded());

        refused(
                () -> lines.map("lines", line -> line),
                "Operator name 'lines' is used twice. Give every operator a name of its own.");
        refused(() -> lines.map("", line -> line), "Operator without a name. Give it one.");
        refused(() -> lines.sink(null, sink()), "Operator without a name. Give it one.");
        refused(
                () -> lines.keyBy(line -> line).process(" ", (key, line, out) -> {}),
                "Operator without a name. Give it one.");
        refused(
                () -> lines.map("x".repeat(129), line -> line),
                "Operator name '"
                        + "x".repeat(32)
                        + "...' has 129 characters (expected: 1 to"
                        + " 128).");
        refused(
                () -> lines.map("a\nb", line -> line),
                "Operator name 'a?b' contains a control character. Use printable characters.");
        refused(() -> flow.name(" "), "Job without a name. Give it one.");
    }

    @Test
    void refusesParallelismOutOfRange() {
        DataStream<String> lines = flow.source("lines", bounded());

        refused(
                () -> lines.parallelism(0),
                "Parallelism of operator 'lines' is 0 (expected: 1 to 128).");
        refused(
                () -> lines.sink("out", sink()).parallelism(129),
                "Parallelism of operator 'out' is 129 (expected: 1 to 128).");
        refused(
                () -> new DataflowBuilder("job", 200),
                "Parallelism of the job is 200 (expected: 1 to 128).");
    }

    @Test
    @SuppressWarnings("unchecked")
    void refusesParallelismOfAStreamThatNoSingleOperatorPutsOut() {
        DataStream<String> lines = flow.source("lines", bounded());
        DataStream<String> more = flow.source("more", bounded());

        for (DataStream<String> stream :
                List.of(lines.union(more), lines.rebalance(), lines.broadcast())) {
            assertThatThrownBy(() -> stream.parallelism(2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no single operator puts this stream out");
        }
    }

    @Test
    void refusesToPartitionTwice() {
        DataStream<String> lines = flow.source("lines", bounded());

        refused(
                () -> lines.broadcast().keyBy(line -> line),
                "keyBy() on the output of 'lines', which is already partitioned (BROADCAST)."
                        + " Partition a stream once.");
    }

    @Test
    @SuppressWarnings("unchecked")
    void refusesStreamsOfAnotherDataflow() {
        DataStream<String> lines = flow.source("lines", bounded());
        DataStream<String> foreign = new DataflowBuilder("other", 1).source("lines", bounded());

        assertThatThrownBy(() -> lines.union(foreign))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("a stream of another dataflow");
    }

    @Test
    void refusesMoreOperatorsThanAJobMayHave() {
        DataStream<String> stream = flow.source("lines", bounded());
        for (int i = 1; i < DataflowBuilder.MAX_OPERATORS; i++) {
            stream = stream.map("map " + i, line -> line);
        }
        DataStream<String> last = stream;

        refused(
                () -> last.sink("out", sink()),
                "Job 'job' defines more than 1000 operators, the most a job may have.");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(InvalidJobException.class).hasMessage(message);
    }
}
