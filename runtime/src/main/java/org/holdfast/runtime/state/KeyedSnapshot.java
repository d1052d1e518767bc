package org.holdfast.runtime.state;

import java.io.IOException;
import java.io.OutputStream;

/** An operator's keyed state as it was at one moment, while the operator goes on to change it. */
public interface KeyedSnapshot {

    /** The first key group it holds. */
    int firstKeyGroup();

    /** How many key groups it holds. */
    int keyGroups();

    /**
     * Writes it out, once; on any one thread.
     *
     * @throws IOException if the stream failed, or a value cannot be serialized: names operator,
     *     state and class
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * The snapshot is not needed any more, written or not: the operator need not preserve what it
     * changes. On the operator's thread, once.
     */
    void release();
}
