package org.holdfast.api;

/** Decides which records stay. */
@FunctionalInterface
public interface FilterFunction<T> extends Function {

    /** Returns whether the record stays. */
    boolean keep(T value) throws Exception;
}
