package org.holdfast.runtime.task.chain;

import org.holdfast.api.FilterFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;

/** Runs a {@link FilterFunction}. */
final class FilterLink extends ChainLink {

    private final FilterFunction<Object> predicate;
    private final OperatorContext context;
    private final Output<Object> out;

    FilterLink(
            FilterFunction<Object> predicate,
            OperatorContext context,
            Output<Object> out,
            ChainFailure failure) {
        super(context.operatorName(), failure);
        this.predicate = predicate;
        this.context = context;
        this.out = out;
    }

    @Override
    void open() throws Exception {
        predicate.open(context);
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

    @Override
    void close() throws Exception {
        predicate.close();
    }
}
