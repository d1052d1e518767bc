package org.holdfast.testjobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;

/** Defines another graph each time. */
public final class UndecidedJob implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        flow.source("numbers-" + System.nanoTime(), GeneratorSource.numbered(Long::valueOf))
                .sink("drop", new DiscardSink(0));
    }
}
