package org.holdfast.examples.statemachine;

/** A machine reports a signal. */
record Event(long number, long machine, Signal signal) {}
