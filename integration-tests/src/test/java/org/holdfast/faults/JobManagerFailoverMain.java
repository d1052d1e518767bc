package org.holdfast.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.holdfast.api.JobArguments;
import org.holdfast.faults.JobManagerFailover.Times;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * Measures how long a cluster takes to go on after its ApplicationMaster was killed, and what is
 * left behind; see {@code integration-tests/benchmarks/jobmanager-failover.sh}. Prints Markdown
 * tables.
 */
public final class JobManagerFailoverMain {

    private JobManagerFailoverMain() {}

    /**
     * {@code --zookeeper HOST:PORT --root PATH --cluster ID --application ID --job ID --storage DIR
     * --checkpoints DIR --taskmanagers N --kills N --seed N}.
     */
    public static void main(String[] args) throws Exception {
        JobArguments arguments = JobArguments.parse(List.of(args));
        try (HighAvailableCluster cluster = HighAvailableCluster.open(arguments)) {
            measure(arguments, cluster);
        }
    }

    private static void measure(JobArguments arguments, HighAvailableCluster cluster)
            throws Exception {
        int taskManagers = Math.toIntExact(arguments.getLong("taskmanagers", 2));
        int kills = Math.toIntExact(arguments.getLong("kills", 20));
        Random random = new Random(arguments.getLong("seed", 1));
        ApplicationProcesses processes =
                new ApplicationProcesses(arguments.required("application"));
        Footprint.Places places =
                new Footprint.Places(
                        arguments.required("zookeeper"),
                        arguments.required("root"),
                        List.of(arguments.required("storage"), arguments.required("checkpoints")));
        JobManagerFailover failover =
                new JobManagerFailover(cluster, processes, new JobId(arguments.required("job")));
        failover.awaitSteady(taskManagers);
        Footprint before = Footprint.take(processes, places);
        List<Times> all = new ArrayList<>();
        for (int i = 1; i <= kills; i++) {
            failover.awaitSteady(taskManagers);
            // anywhere between two checkpoints
            Thread.sleep(random.nextInt(1_000));
            Times one = failover.kill();
            all.add(one);
            System.err.println("kill " + i + ": " + one);
        }
        failover.awaitSteady(taskManagers);
        print(all);
        System.out.printf("%n| after the kills | before | after %d |%n|---|---|---|%n", kills);
        System.out.print(before.rows(Footprint.take(processes, places)));
    }

    private static void print(List<Times> all) {
        System.out.println("| milliseconds from the kill until | min | median | p95 | max |");
        System.out.println("|---|---|---|---|---|");
        row("the next process started", all, Times::started);
        row("the new leader serves REST", all, Times::serving);
        row("all tasks RUNNING", all, Times::running);
        row("first checkpoint committed", all, Times::checkpoint);
        System.out.println();
        System.out.println(
                "| milliseconds from the new process's start | min | median | p95 | max |");
        System.out.println("|---|---|---|---|---|");
        phases(all)
                .forEach(
                        (phase, values) ->
                                System.out.printf(
                                        "| %s | %s |%n", phase, Percentiles.of(values).cells()));
        System.out.println();
        System.out.printf(
                "kills: %d; TaskManagers in the same containers after %d of them; containers"
                        + " requested by all new JobManagers: %d%n",
                all.size(),
                all.stream().filter(Times::containersKept).count(),
                all.stream().mapToLong(Times::requested).sum());
    }

    private static void row(String what, List<Times> all, ToLongFunction<Times> value) {
        System.out.printf(
                "| %s | %s |%n",
                what, Percentiles.of(all.stream().map(value::applyAsLong).toList()).cells());
    }

    private static Map<String, List<Long>> phases(List<Times> all) {
        Map<String, List<Long>> phases = new LinkedHashMap<>();
        for (Times one : all) {
            one.phases()
                    .forEach(
                            (phase, millis) ->
                                    phases.computeIfAbsent(phase, first -> new ArrayList<>())
                                            .add(millis));
        }
        return phases;
    }
}
