package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

/** One of an operator's states: its name, and what it holds per key. */
public record NamedState(String name, StateKind kind) {

    public NamedState {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
    }
}
