package org.holdfast.runtime.usercode.jobs;

import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.connector.StdoutSink;

/** Prints numbers. */
public class PassThrough implements Job {

    /** One per class loader. */
    public static final AtomicInteger DEFINED = new AtomicInteger();

    @Override
    public void define(Dataflow flow, JobArguments args) {
        DEFINED.incrementAndGet();
        flow.source("numbers", GeneratorSource.numbered(n -> n).count(args.getLong("count", 10)))
                .sink(args.get("sink-name", "print"), StdoutSink.lines());
    }

    /** Not to be taken for another job. */
    public abstract static class Unfinished implements Job {}
}
