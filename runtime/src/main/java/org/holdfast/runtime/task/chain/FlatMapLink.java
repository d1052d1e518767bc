package org.holdfast.runtime.task.chain;

import org.holdfast.api.FlatMapFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;

/** Runs a {@link FlatMapFunction}. */
final class FlatMapLink extends ChainLink {

    private final FlatMapFunction<Object, Object> function;
    private final OperatorContext context;
    private final Output<Object> out;

    FlatMapLink(
            FlatMapFunction<Object, Object> function,
            OperatorContext context,
            Output<Object> out,
            ChainFailure failure) {
        super(context.operatorName(), failure);
        this.function = function;
        this.context = context;
        this.out = out;
    }

    @Override
    void open() throws Exception {
        function.open(context);
    }

    @Override
    public void emit(Object value) {
        requireRecord(value);
        try {
            function.flatMap(value, out);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    void close() throws Exception {
        function.close();
    }
}
