package org.holdfast.runtime.network;

import java.io.IOException;

/**
 * Takes the chunks of one {@link Subpartition} to where its consumer is. Called on any thread, with
 * no lock held; must not wait.
 */
interface SubpartitionReader {

    /** Whether it can take objects of {@code producerClasses} as they are. */
    boolean takesObjectsOf(ClassLoader producerClasses);

    /** The subpartition is there; its chunks may be polled from now on. */
    void onAttached(Subpartition subpartition);

    /** There is a chunk where there was none. */
    void onData();

    /** Nothing more will come. */
    void onFailure(IOException failure);
}
