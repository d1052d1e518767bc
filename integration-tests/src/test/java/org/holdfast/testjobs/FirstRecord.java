package org.holdfast.testjobs;

import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.MapFunction;
import org.holdfast.api.connector.GeneratorSource;

/**
 * Writes the wall-clock time of its first record, in milliseconds, into the local file {@code
 * --stamp}.
 */
public final class FirstRecord implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        Path stamp = Path.of(args.required("stamp"));
        flow.source(
                        "numbers",
                        GeneratorSource.numbered(Long::valueOf)
                                .count(args.getLong("records", 1000)))
                .rebalance()
                .map(
                        "stamp",
                        new MapFunction<Long, Long>() {
                            private boolean stamped;

                            @Override
                            public Long map(Long number) throws Exception {
                                if (!stamped && number == 0) {
                                    stamped = true;
                                    Files.writeString(
                                            stamp, Long.toString(System.currentTimeMillis()));
                                }
                                return number;
                            }
                        })
                .sink("drop", new DiscardSink(0));
    }
}
