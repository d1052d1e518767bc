package org.holdfast.runtime.process;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** A running JobManager. Thread-safe. */
public interface JobManager extends AutoCloseable {

    /** Where TaskManagers register. */
    JobManagerAddress address();

    /** Where clients and people go. */
    URI restUrl();

    /** Completes when this process has been elected, or stands by for another that was. */
    CompletableFuture<Void> settled();

    /**
     * Completes when the cluster is to end; the owner then unregisters it and calls {@link #close}.
     */
    CompletableFuture<ClusterEnd> ended();

    /** Stops everything in this process. May be called twice. */
    @Override
    void close();
}
