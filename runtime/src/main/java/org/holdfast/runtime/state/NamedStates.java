package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** The states of one operator, each with its cell's index: the order in which they were named. */
final class NamedStates {

    private final String operatorName;
    private final List<NamedState> states = new ArrayList<>();
    private boolean sealed;

    NamedStates(String operatorName) {
        this.operatorName = requireNonNull(operatorName, "operatorName");
    }

    /** Names another state; its cell. */
    int define(String name, StateKind kind) {
        requireNonNull(name, "name");
        if (sealed) {
            throw new IllegalStateException(
                    describe(name) + " is asked for too late. Get state handles in open().");
        }
        if (states.stream().anyMatch(state -> state.name().equals(name))) {
            throw new IllegalStateException(
                    describe(name) + " is defined twice. Give each state a name of its own.");
        }
        states.add(new NamedState(name, kind));
        return states.size() - 1;
    }

    /** No more states from now on. */
    void seal() {
        sealed = true;
    }

    int size() {
        return states.size();
    }

    StateKind kind(int cell) {
        return states.get(cell).kind();
    }

    List<NamedState> asList() {
        return List.copyOf(states);
    }

    /** For messages. */
    String describe(int cell) {
        return describe(states.get(cell).name());
    }

    private String describe(String stateName) {
        return "State '" + stateName + "' of operator '" + operatorName + "'";
    }
}
