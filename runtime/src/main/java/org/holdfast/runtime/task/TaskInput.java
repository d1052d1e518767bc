package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.api.SourceReader;

/** Where a task's records come from. The task's thread only. */
interface TaskInput extends AutoCloseable {

    /** Sends one batch down the chain, without waiting for input. */
    SourceReader.Status poll() throws Exception;

    /** How long to wait after {@link #poll} found nothing, if nothing wakes the task before. */
    Duration pollInterval();

    @Override
    void close();
}
