package org.holdfast.runtime.task.chain;

import org.holdfast.api.KeyedContext;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Timers;
import org.holdfast.api.file.FileAccess;
import org.holdfast.api.state.ListState;
import org.holdfast.api.state.MapState;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.state.KeyedState;

/** An operator's context with its keyed state. */
record KeyedLinkContext(OperatorContext operator, KeyedState state) implements KeyedContext {

    @Override
    public <V> ValueState<V> valueState(String name) {
        return state.valueState(name);
    }

    @Override
    public <V> ListState<V> listState(String name) {
        return state.listState(name);
    }

    @Override
    public <K, V> MapState<K, V> mapState(String name) {
        return state.mapState(name);
    }

    @Override
    public Timers timers() {
        return state.timers();
    }

    @Override
    public String jobId() {
        return operator.jobId();
    }

    @Override
    public String jobName() {
        return operator.jobName();
    }

    @Override
    public String operatorName() {
        return operator.operatorName();
    }

    @Override
    public int subtaskIndex() {
        return operator.subtaskIndex();
    }

    @Override
    public int parallelism() {
        return operator.parallelism();
    }

    @Override
    public int attempt() {
        return operator.attempt();
    }

    @Override
    public long restoredCheckpoint() {
        return operator.restoredCheckpoint();
    }

    @Override
    public FileAccess files() {
        return operator.files();
    }
}
