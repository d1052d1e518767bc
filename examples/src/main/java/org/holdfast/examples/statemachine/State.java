package org.holdfast.examples.statemachine;

/** What a machine can be. */
enum State {
    OFF,
    IDLE,
    WORKING
}
