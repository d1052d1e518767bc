package org.holdfast.examples.statemachine;

import org.holdfast.api.DataStream;
import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.connector.StdoutSink;
import org.holdfast.api.file.FileSink;

/**
 * Watches machines and raises an alert when one does what its state does not allow. Arguments, all
 * optional:
 *
 * <ul>
 *   <li>{@code --events N}: ends after so many events; without it the job runs until it is stopped
 *   <li>{@code --rate N}: events per second, 10000 by default
 *   <li>{@code --machines N}: how many machines there are, 1000 by default
 *   <li>{@code --fault-every N}: every N-th event is a fault, 997 by default
 *   <li>{@code --output PATH}: where alerts go, standard output by default; without an end they
 *       become visible with checkpoints
 * </ul>
 */
public final class StateMachine implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        EventScript script =
                new EventScript(args.getLong("machines", 1_000), args.getLong("fault-every", 997));
        DataStream<String> alerts =
                flow.source("events", events(script, args))
                        // one subtask, so that a machine's events stay in their order
                        .parallelism(1)
                        .keyBy(Event::machine)
                        .process("states", new WatchStates());
        if (args.optional("output").isPresent()) {
            alerts.sink("alerts", FileSink.text(args.required("output")));
        } else {
            alerts.sink("alerts", StdoutSink.lines());
        }
    }

    private static GeneratorSource<Event> events(EventScript script, JobArguments args) {
        GeneratorSource<Event> events =
                GeneratorSource.<Event>numbered(script::event)
                        .perSecond(args.getLong("rate", 10_000));
        return args.optional("events").isPresent()
                ? events.count(args.getLong("events", 0))
                : events;
    }
}
