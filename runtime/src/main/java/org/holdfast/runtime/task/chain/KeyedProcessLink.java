package org.holdfast.runtime.task.chain;

import org.holdfast.api.KeySelector;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;
import org.holdfast.runtime.state.KeyedState;

import java.util.Iterator;

/** Runs a {@link KeyedProcessFunction} on the state of its subtask's keys. */
final class KeyedProcessLink extends ChainLink {

    /** How many keys {@link #endInput} ends before it lets mails through. */
    private static final int KEYS_AT_A_TIME = 256;

    private final KeySelector<Object, Object> selector;
    private final KeyedProcessFunction<Object, Object, Object> function;
    private final OperatorContext context;
    private final Output<Object> out;
    private final KeyedState state;
    private Iterator<Object> keysToEnd;

    KeyedProcessLink(
            KeySelector<Object, Object> selector,
            KeyedProcessFunction<Object, Object, Object> function,
            OperatorContext context,
            ChainOutput out,
            ChainFailure failure) {
        super(context.operatorName(), out, failure);
        this.selector = selector;
        this.function = function;
        this.context = context;
        this.out = out;
        this.state =
                new KeyedState(
                        context.operatorName(), context.subtaskIndex(), context.parallelism());
    }

    @Override
    void open() throws Exception {
        function.open(new KeyedLinkContext(context, state));
        state.seal();
    }

    @Override
    public void emit(Object value) {
        requireRecord(value);
        try {
            Object key = selector.key(value);
            if (key == null) {
                throw new NullPointerException("the key selector returned null");
            }
            state.setCurrentKey(key);
            function.process(key, value, out);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    boolean endInput() {
        if (keysToEnd == null) {
            keysToEnd = state.keys();
        }
        try {
            for (int i = 0; i < KEYS_AT_A_TIME && keysToEnd.hasNext(); i++) {
                Object key = keysToEnd.next();
                state.setCurrentKey(key);
                function.endOfInput(key, out);
            }
        } catch (Throwable t) {
            throw failed(t);
        }
        return !keysToEnd.hasNext();
    }

    @Override
    void close() throws Exception {
        function.close();
    }
}
