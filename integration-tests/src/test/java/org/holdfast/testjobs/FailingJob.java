package org.holdfast.testjobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;

/** Throws at record {@code --at}. */
public final class FailingJob implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        long at = args.getLong("at", 1000);
        flow.source("numbers", GeneratorSource.numbered(Long::valueOf).perSecond(100_000))
                .rebalance()
                .map(
                        "fail",
                        number -> {
                            if (number == at) {
                                throw new IllegalStateException(
                                        "record " + at + " cannot be processed");
                            }
                            return number;
                        })
                .sink("drop", new DiscardSink(0));
    }
}
