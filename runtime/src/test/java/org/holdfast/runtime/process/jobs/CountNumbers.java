package org.holdfast.runtime.process.jobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.file.FileSink;
import org.holdfast.api.state.ValueState;

/** Counts {@code --records} numbers by their remainder modulo {@code --keys}, into a file. */
public final class CountNumbers implements Job {

    @Override
    public void define(Dataflow flow, JobArguments arguments) {
        long keys = Long.parseLong(arguments.required("keys"));
        long records = Long.parseLong(arguments.required("records"));
        flow.source("numbers", GeneratorSource.numbered(Long::valueOf).count(records))
                .keyBy(number -> number % keys)
                .process("count", new Count())
                .sink("counts", FileSink.text(arguments.required("output")));
    }

    private static final class Count implements KeyedProcessFunction<Long, Long, String> {

        private ValueState<Long> count;

        @Override
        public void open(KeyedContext context) {
            count = context.valueState("count");
        }

        @Override
        public void process(Long key, Long number, Output<String> out) {
            count.set(count.getOr(0L) + 1);
        }

        @Override
        public void endOfInput(Long key, Output<String> out) {
            out.emit(key + " " + count.get());
        }
    }
}
