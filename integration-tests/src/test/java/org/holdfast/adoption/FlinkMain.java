package org.holdfast.adoption;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.api.JobArguments;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.meter.Readings;

/**
 * What {@link AdoptionMain} does, on a Flink session with high availability; see {@code
 * integration-tests/comparison/adoption-flink.sh}. Prints a row of its table.
 */
public final class FlinkMain {

    private static final int SUBTASKS = 4;
    private static final long BEFORE_NANOS = 2_000_000_000;
    private static final long POLL_MILLIS = 20;
    private static final long LONGEST_NANOS = 180_000_000_000L;

    private final FlinkRest rest;
    private final ApplicationProcesses processes;
    private final Path folder;
    private final Random random = new Random(1);

    private FlinkMain(FlinkRest rest, ApplicationProcesses processes, Path folder) {
        this.rest = rest;
        this.processes = processes;
        this.folder = folder;
    }

    /** {@code --proxy URL --application ID --job ID --folder DIR --kills N --label TEXT}. */
    public static void main(String[] words) throws Exception {
        JobArguments args = JobArguments.parse(List.of(words));
        FlinkMain flink =
                new FlinkMain(
                        new FlinkRest(args.required("proxy"), args.required("job")),
                        new ApplicationProcesses(args.required("application")),
                        Path.of(args.required("folder")));
        List<Outage> outages = new ArrayList<>();
        for (long kill = 1; kill <= args.getLong("kills", 3); kill++) {
            outages.add(flink.strike());
            System.err.println("kill " + kill + ": " + outages.get(outages.size() - 1).cells());
        }
        System.out.println(SideBySide.row(args.required("label"), outages));
        System.exit(0);
    }

    private Outage strike() throws Exception {
        await("running tasks", rest::isRunning);
        long first = rest.latestCheckpoint();
        await("two more checkpoints", () -> rest.latestCheckpoint() >= first + 2);
        Thread.sleep(random.nextInt(1_000));
        long latest = rest.latestCheckpoint();
        Set<Long> before = taskManagers();
        Readings old = Readings.of(folder);
        List<Container> masters = processes.withMainClass("YarnSessionClusterEntrypoint");
        if (masters.size() != 1) {
            throw new IllegalStateException("ApplicationMasters: " + masters);
        }
        long start = System.nanoTime();
        ApplicationProcesses.kill(masters.get(0));
        // the proxy leads to the dead one at first, which does not answer
        await("an answer of the next JobManager", () -> !rest.isRunning());
        await("running tasks again", rest::isRunning);
        long serving = (System.nanoTime() - start) / 1_000_000;
        await("a new checkpoint", () -> rest.latestCheckpoint() > latest);
        long end = System.nanoTime();
        await("new output of all", () -> Readings.of(folder).isSettled(SUBTASKS, end));
        Readings readings = Readings.of(folder);
        Readings.Span span = readings.between(start, end);
        Set<Long> gone = new HashSet<>(before);
        gone.removeAll(taskManagers());
        return new Outage(
                readings.attempts() - old.attempts(),
                gone.size(),
                readings.again() - old.again(),
                span.records() / readings.between(start - BEFORE_NANOS, start).records(),
                span.longestGap() / 1e6,
                readings.longestStall(start, System.nanoTime()) / 1e6,
                serving,
                (end - start) / 1_000_000);
    }

    private Set<Long> taskManagers() {
        return processes.withMainClass("YarnTaskExecutorRunner").stream()
                .map(one -> one.process().pid())
                .collect(Collectors.toSet());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Waited in vain for " + what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
