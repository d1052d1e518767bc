package org.holdfast.runtime.task.chain;

import org.holdfast.api.FlatMapFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;

/** Runs a {@link FlatMapFunction}. */
final class FlatMapLink extends FunctionLink {

    private final FlatMapFunction<Object, Object> function;
    private final Output<Object> out;

    FlatMapLink(
            FlatMapFunction<Object, Object> function,
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
        try {
            function.flatMap(value, out);
        } catch (Throwable t) {
            throw failed(t);
        }
    }
}
