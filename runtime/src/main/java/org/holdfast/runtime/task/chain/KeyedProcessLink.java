package org.holdfast.runtime.task.chain;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Iterator;
import org.holdfast.api.KeySelector;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.holdfast.runtime.state.KeyClasses;
import org.holdfast.runtime.state.KeyedState;
import org.holdfast.runtime.state.KeyedTimers;
import org.holdfast.runtime.state.SnapshotException;
import org.holdfast.runtime.state.StateFiles;

/**
 * Runs a {@link KeyedProcessFunction} on the state and the timers of its subtask's keys.
 *
 * <p>A watermark may make many timers due. It fires some of them and leaves the rest to {@link
 * #fireTimers}, so that mails are served in between; but all fire before the next record is
 * processed, and before the watermark is handed on.
 */
final class KeyedProcessLink extends ChainLink {

    /** How many keys {@link #endInput} ends before it lets mails through. */
    private static final int KEYS_AT_A_TIME = 256;

    /** How many timers fire before mails are let through. */
    private static final int TIMERS_AT_A_TIME = 1000;

    private final KeySelector<Object, Object> selector;
    private final KeyedProcessFunction<Object, Object, Object> function;
    private final OperatorContext context;
    private final ChainOutput out;
    private final TaskRestore restore;
    private final StateFiles files;
    private final KeyedState state;
    private final KeyedTimers timers;

    /** That of the last key. */
    private Class<?> keyClass;

    /** Whether the watermark is still to be handed on, because timers fire before. */
    private boolean advancing;

    private Iterator<Object> keysToEnd;
    private boolean inputEnded;

    /**
     * A link that is not open yet.
     *
     * @param records the task's own
     * @param restore what to start from; read when it is opened
     * @param files opens the keyed state in {@code restore}
     */
    KeyedProcessLink(
            KeySelector<Object, Object> selector,
            KeyedProcessFunction<Object, Object, Object> function,
            OperatorContext context,
            ChainOutput out,
            ChainFailure failure,
            RecordSerializer records,
            TaskRestore restore,
            StateFiles files) {
        super(context.operatorName(), out, failure);
        this.selector = requireNonNull(selector, "selector");
        this.function = requireNonNull(function, "function");
        this.context = context;
        this.out = out;
        this.restore = requireNonNull(restore, "restore");
        this.files = requireNonNull(files, "files");
        this.state =
                new KeyedState(
                        context.operatorName(),
                        context.subtaskIndex(),
                        context.parallelism(),
                        records,
                        InstantSource.system());
        this.timers = state.timers();
    }

    @Override
    void open() throws Exception {
        function.open(new KeyedLinkContext(context, state));
        state.seal();
        state.restore(restore, files);
    }

    @Override
    public void emit(Object value) {
        requireRecord(value);
        try {
            if (advancing) {
                finishAdvancing();
            }
            Object key = selector.key(value);
            if (key == null) {
                throw new NullPointerException("the key selector returned null");
            }
            if (key.getClass() != keyClass) {
                KeyClasses.check(key.getClass());
                keyClass = key.getClass();
            }
            state.setCurrentKey(key);
            function.process(key, value, out);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    void watermark(long time) throws Exception {
        if (advancing) {
            finishAdvancing();
        }
        if (timers.advanceWatermark(time)) {
            advancing = true;
            fireEventTimers(TIMERS_AT_A_TIME);
        }
    }

    @Override
    boolean fireTimers(long nowMillis) throws Exception {
        int fired = fireEventTimers(TIMERS_AT_A_TIME);
        while (fired < TIMERS_AT_A_TIME) {
            KeyedTimers.Due due = timers.pollDue(nowMillis);
            if (due == null) {
                return true;
            }
            fire(due);
            fired++;
        }
        return false;
    }

    @Override
    long nextTimer() {
        return advancing || timers.isEventTimeDue() ? 0 : Math.max(0, timers.nextProcessingTime());
    }

    private void finishAdvancing() throws Exception {
        while (advancing) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("cancelled while timers fired");
            }
            fireEventTimers(TIMERS_AT_A_TIME);
        }
    }

    /**
     * Fires event-time timers that are due, and hands the watermark on after the last.
     *
     * @return how many; less than {@code atMost} if those were all
     */
    private int fireEventTimers(int atMost) throws Exception {
        for (int fired = 0; fired < atMost; fired++) {
            KeyedTimers.Due due = timers.pollDueEventTime();
            if (due == null) {
                handWatermarkOn();
                return fired;
            }
            fire(due);
        }
        return atMost;
    }

    private void handWatermarkOn() {
        // What endOfInput() puts out must not be late: the end of time is handed on after it.
        if (advancing && timers.watermark() != Long.MAX_VALUE) {
            out.advance(timers.watermark());
        }
        advancing = false;
    }

    private void fire(KeyedTimers.Due due) throws Exception {
        state.setCurrentKey(due.key());
        function.onTimer(due.key(), due.time(), due.domain(), out);
    }

    /**
     * {@inheritDoc}
     *
     * @throws SnapshotException while {@link #endInput} is half done: the keys it has ended would
     *     be ended again after a restore
     */
    @Override
    void snapshot(long checkpoint, SnapshotParts parts) {
        if (keysToEnd != null && !inputEnded) {
            throw new SnapshotException(
                    "Operator '" + operatorName() + "' is processing the end of its input.");
        }
        parts.keyed(state.snapshot());
    }

    /** {@inheritDoc} Event-time timers first, then the keys, then what they have set. */
    @Override
    boolean endInput() throws Exception {
        timers.advanceWatermark(Long.MAX_VALUE);
        if (fireEventTimers(TIMERS_AT_A_TIME) == TIMERS_AT_A_TIME) {
            return false;
        }
        if (keysToEnd == null) {
            keysToEnd = state.keys();
        }
        for (int i = 0; i < KEYS_AT_A_TIME && keysToEnd.hasNext(); i++) {
            Object key = keysToEnd.next();
            state.setCurrentKey(key);
            function.endOfInput(key, out);
        }
        if (keysToEnd.hasNext() || timers.isEventTimeDue()) {
            return false;
        }
        if (!inputEnded) {
            inputEnded = true;
            out.advance(Long.MAX_VALUE);
        }
        return true;
    }

    @Override
    void close() throws Exception {
        function.close();
    }
}
