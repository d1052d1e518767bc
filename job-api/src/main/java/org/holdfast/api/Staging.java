package org.holdfast.api;

import java.io.IOException;
import java.util.List;

/** What is left to do to stage one transaction of a {@link SinkWriter}. */
@FunctionalInterface
public interface Staging {

    /** Nothing was staged. */
    Staging NOTHING = List::of;

    /** The longest text {@link #finish} may return, in characters. */
    int MAX_LENGTH = 4096;

    /**
     * Makes the transaction durable, seen by nobody. Called once, on another thread than the
     * writer's, while the writer goes on.
     *
     * @return what the {@link SinkCommitter} needs to commit it, in a form of the sink's own, each
     *     at most {@value #MAX_LENGTH} characters; they become part of the checkpoint
     */
    List<String> finish() throws IOException;
}
