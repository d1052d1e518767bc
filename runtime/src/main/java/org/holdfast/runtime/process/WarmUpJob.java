package org.holdfast.runtime.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.connector.StdoutSink;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.PartitionId;
import org.holdfast.runtime.network.PartitionSpec;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskCode;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskEnvironment;

/** What an idle TaskManager warms up with: two tasks that count numbers by key, and say nothing. */
final class WarmUpJob implements TaskCode {

    private static final int RECORDS = 20_000;
    private static final int KEYS = 100;
    private static final GeneratorSource<Long> NUMBERS =
            GeneratorSource.<Long>numbered(number -> number).count(RECORDS);

    /** Its two tasks, both of one process. */
    static List<TaskDeployment> deployments(TaskEnvironment environment) throws IOException {
        JobId job = JobId.random();
        PartitionId partition = new PartitionId(new ExecutionAttemptId(job, 0, 0, 0), 0);
        ChannelSource channel = new ChannelSource(partition, 0, environment.dataPlane().address());
        List<SplitPosition> splits =
                NUMBERS.splits(1, environment.files()).stream()
                        .map(SplitPosition::startOf)
                        .toList();
        return List.of(
                deployment(job, 1, List.of(), List.of(channel), List.of()),
                deployment(job, 0, splits, List.of(), List.of(new PartitionSpec(partition, 1))));
    }

    private static TaskDeployment deployment(
            JobId job,
            int vertex,
            List<SplitPosition> splits,
            List<ChannelSource> inputs,
            List<PartitionSpec> outputs) {
        DefinedJob defined = defined();
        return new TaskDeployment(
                new ExecutionAttemptId(job, vertex, 0, 0),
                defined.name(),
                new JobCode("0".repeat(64), WarmUpJob.class.getName(), List.of(), 1),
                "",
                defined.graphHash(),
                1,
                splits,
                TaskRestore.NOTHING,
                inputs,
                outputs,
                Map.of());
    }

    private static DefinedJob defined() {
        DataflowBuilder flow = new DataflowBuilder("warm-up", 1);
        flow.source("numbers", NUMBERS)
                .keyBy(number -> "key " + number % KEYS)
                .process("count", new CountNumbers())
                .filter("none", count -> false)
                .sink("nowhere", StdoutSink.lines());
        return flow.build();
    }

    private static final class CountNumbers implements KeyedProcessFunction<String, Long, Long> {

        private ValueState<Long> count;

        @Override
        public void open(KeyedContext context) {
            count = context.valueState("count");
        }

        @Override
        public void process(String key, Long number, Output<Long> out) {
            Long before = count.get();
            count.set(before == null ? 1 : before + 1);
            out.emit(count.get());
        }
    }

    @Override
    public ClassLoader classLoader() {
        return WarmUpJob.class.getClassLoader();
    }

    @Override
    public DefinedJob define() {
        return defined();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
