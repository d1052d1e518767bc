package org.holdfast.examples.statemachine;

import org.holdfast.api.InvalidJobException;

/**
 * What happens: machines report in turn, and each goes through all signals in their order, again
 * and again; but every {@code faultEvery}-th event has the signal that would come next.
 */
record EventScript(long machines, long faultEvery) {

    private static final Signal[] SIGNALS = Signal.values();

    EventScript {
        if (machines < 1 || faultEvery < 1) {
            throw new InvalidJobException(
                    "--machines is %d, --fault-every is %d (expected: >= 1)."
                            .formatted(machines, faultEvery));
        }
    }

    Event event(long number) {
        long step = number / machines;
        boolean fault = number % faultEvery == faultEvery - 1;
        int signal = (int) ((fault ? step + 1 : step) % SIGNALS.length);
        return new Event(number, number % machines, SIGNALS[signal]);
    }
}
