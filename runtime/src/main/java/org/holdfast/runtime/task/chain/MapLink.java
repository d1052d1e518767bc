package org.holdfast.runtime.task.chain;

import org.holdfast.api.MapFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;

/** Runs a {@link MapFunction}. */
final class MapLink extends FunctionLink {

    private final MapFunction<Object, Object> function;
    private final Output<Object> out;

    MapLink(
            MapFunction<Object, Object> function,
            OperatorContext context,
            ChainOutput out,
            ChainFailure failure) {
        super(function, context, out, failure);
        this.function = function;
        this.out = out;
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
}
