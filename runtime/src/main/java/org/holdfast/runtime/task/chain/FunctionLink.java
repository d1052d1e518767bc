package org.holdfast.runtime.task.chain;

import org.holdfast.api.Function;
import org.holdfast.api.OperatorContext;

/** A link whose operator is a function without state. */
abstract class FunctionLink extends ChainLink {

    private final Function function;
    private final OperatorContext context;

    FunctionLink(
            Function function, OperatorContext context, ChainOutput out, ChainFailure failure) {
        super(context.operatorName(), out, failure);
        this.function = function;
        this.context = context;
    }

    @Override
    final void open() throws Exception {
        function.open(context);
    }

    @Override
    final void close() throws Exception {
        function.close();
    }
}
