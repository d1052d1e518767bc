package org.holdfast.api.testing;

import java.util.List;
import org.holdfast.api.Sink;
import org.holdfast.api.file.FileAccess;

/** A sink under test, and the place it writes to: empty at first, used for one scenario. */
public interface SinkFixture<T> extends AutoCloseable {

    /** A new instance of the sink, as {@code Job.define} makes one for each attempt. */
    Sink<T> sink();

    /**
     * The record of a number.
     *
     * @param number 0 or more
     * @return equal to no record of another number
     */
    T record(int number);

    /** All that readers of the sink's output see now, in any order. */
    List<T> committed() throws Exception;

    /** What the sink finds as its {@code OperatorContext.files()}; the same for all instances. */
    FileAccess files();

    /** The scenario is over. */
    @Override
    default void close() throws Exception {}
}
