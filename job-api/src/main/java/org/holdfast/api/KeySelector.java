package org.holdfast.api;

/** Extracts a record's key. */
@FunctionalInterface
public interface KeySelector<T, K> {

    /** Returns the key; not null, the same for the same record in every process. */
    K key(T value) throws Exception;
}
