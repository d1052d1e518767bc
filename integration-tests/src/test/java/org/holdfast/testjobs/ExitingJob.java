package org.holdfast.testjobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;

/** Ends the process it runs in with {@code System.exit}, at record {@code --at}. */
public final class ExitingJob implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        long at = args.getLong("at", 1000);
        flow.source("numbers", GeneratorSource.numbered(Long::valueOf).perSecond(100_000))
                .map(
                        "exit",
                        number -> {
                            if (number == at) {
                                System.exit(13);
                            }
                            return number;
                        })
                .sink("drop", new DiscardSink(0));
    }
}
