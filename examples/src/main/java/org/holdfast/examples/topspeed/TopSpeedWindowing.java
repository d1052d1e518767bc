package org.holdfast.examples.topspeed;

import java.time.Duration;
import org.holdfast.api.DataStream;
import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.connector.StdoutSink;
import org.holdfast.api.file.FileSink;
import org.holdfast.api.window.SlidingWindows;

/**
 * Tells the top speed of each car in windows of event time. Arguments, all optional:
 *
 * <ul>
 *   <li>{@code --reports N}: ends after so many reports; without it the job runs until it is
 *       stopped
 *   <li>{@code --rate N}: reports per second, 10000 by default
 *   <li>{@code --cars N}: how many cars there are, 100 by default
 *   <li>{@code --window SECONDS}: how long a window is, 10 by default
 *   <li>{@code --slide SECONDS}: from one window's start to the next one's, the window by default
 *   <li>{@code --output PATH}: where results go, standard output by default; without an end they
 *       become visible with checkpoints
 * </ul>
 */
public final class TopSpeedWindowing implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        long window = args.getLong("window", 10);
        SlidingWindows windows =
                SlidingWindows.of(
                        Duration.ofSeconds(window),
                        Duration.ofSeconds(args.getLong("slide", window)));
        DataStream<String> topSpeeds =
                flow.source("reports", reports(args))
                        .eventTime("time", Report::time, Duration.ofMillis(Traffic.LATENESS_MILLIS))
                        .keyBy(Report::car)
                        .window("windows", windows, Report::time, new TopSpeed());
        if (args.optional("output").isPresent()) {
            topSpeeds.sink("speeds", FileSink.text(args.required("output")));
        } else {
            topSpeeds.sink("speeds", StdoutSink.lines());
        }
    }

    private static GeneratorSource<Report> reports(JobArguments args) {
        Traffic traffic = new Traffic(args.getLong("cars", 100));
        GeneratorSource<Report> reports =
                GeneratorSource.<Report>numbered(traffic::report)
                        .perSecond(args.getLong("rate", 10_000));
        return args.optional("reports").isPresent()
                ? reports.count(args.getLong("reports", 0))
                : reports;
    }
}
