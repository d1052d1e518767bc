package org.holdfast.runtime.usercode.jobs;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.api.Dataflow;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.connector.StdoutSink;

/** Fails in the way that is asked for. */
public final class Moody implements Job {

    private static final AtomicInteger RUNS = new AtomicInteger();

    @Override
    public void define(Dataflow flow, JobArguments args) throws Exception {
        switch (args.get("mood", "")) {
            case "broken" -> throw new IOException("no idea");
            case "error" -> throw new NoClassDefFoundError("lib/Missing");
            case "picky" -> throw new InvalidJobException("Not today.");
            case "curious" ->
                    Class.forName(args.required("class"), true, getClass().getClassLoader());
            default -> {}
        }
        flow.source("numbers", GeneratorSource.numbered(n -> n))
                .sink("sink " + RUNS.incrementAndGet(), StdoutSink.lines());
    }
}
