package org.holdfast.runtime.task.chain;

import org.holdfast.api.MapFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;

/** Runs a {@link MapFunction}. */
final class MapLink extends ChainLink {

    private final MapFunction<Object, Object> function;
    private final OperatorContext context;
    private final Output<Object> out;

    MapLink(
            MapFunction<Object, Object> function,
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
        Object result;
        try {
            result = function.map(value);
        } catch (Throwable t) {
            throw failed(t);
        }
        out.emit(result);
    }

    @Override
    void close() throws Exception {
        function.close();
    }
}
