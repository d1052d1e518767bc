package org.holdfast.runtime.task.chain;

import org.holdfast.api.FilterFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;

/** Runs a {@link FilterFunction}. */
final class FilterLink extends FunctionLink {

    private final FilterFunction<Object> predicate;
    private final Output<Object> out;

    FilterLink(
            FilterFunction<Object> predicate,
            OperatorContext context,
            ChainOutput out,
            ChainFailure failure) {
        super(predicate, context, out, failure);
        this.predicate = predicate;
        this.out = out;
    }

    @Override
    public void emit(Object value) {
        requireRecord(value);
        boolean keep;
        try {
            keep = predicate.keep(value);
        } catch (Throwable t) {
            throw failed(t);
        }
        if (keep) {
            out.emit(value);
        }
    }
}
