package org.holdfast.examples.wordcount;

import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.state.ValueState;

/**
 * Counts each word; when the input has ended, puts out a line per word: the word, a tab, its count.
 */
final class CountWords implements KeyedProcessFunction<String, String, String> {

    private ValueState<Long> count;

    @Override
    public void open(KeyedContext context) {
        count = context.valueState("count");
    }

    @Override
    public void process(String word, String occurrence, Output<String> out) {
        count.set(count.getOr(0L) + 1);
    }

    @Override
    public void endOfInput(String word, Output<String> out) {
        out.emit(word + "\t" + count.get());
    }
}
