package org.holdfast.examples.statemachine;

/** What a machine can do, in which state, and what it is afterwards. */
enum Signal {
    SWITCH_ON(State.OFF, State.IDLE),
    START(State.IDLE, State.WORKING),
    STOP(State.WORKING, State.IDLE),
    SWITCH_OFF(State.IDLE, State.OFF);

    private final State before;
    private final State after;

    Signal(State before, State after) {
        this.before = before;
        this.after = after;
    }

    boolean isAllowedIn(State state) {
        return state == before;
    }

    State after() {
        return after;
    }
}
