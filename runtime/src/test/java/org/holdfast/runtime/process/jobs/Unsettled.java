package org.holdfast.runtime.process.jobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.connector.StdoutSink;

/**
 * Never ends by itself: a steady source, a shuffle, and a map that does {@code --at} number 100
 * what {@code --deed} says: {@code nothing}, {@code throw}, {@code exit}.
 */
public final class Unsettled implements Job {

    @Override
    public void define(Dataflow flow, JobArguments arguments) {
        String deed = arguments.required("deed");
        flow.source("numbers", GeneratorSource.numbered(Long::valueOf).perSecond(1000))
                .rebalance()
                .map("deed", number -> act(deed, number))
                .filter("none", number -> false)
                .sink("stdout", StdoutSink.lines());
    }

    private static long act(String deed, long number) {
        if (number == 100 && deed.equals("throw")) {
            throw new IllegalStateException("number 100 is not liked");
        }
        if (number == 100 && deed.equals("exit")) {
            System.exit(7);
        }
        return number;
    }
}
