package org.holdfast.runtime.state;

/** What a named state holds per key. Written to state files by name. */
public enum StateKind {
    /** One value. */
    VALUE,
    /** A list. */
    LIST,
    /** A map. */
    MAP
}
