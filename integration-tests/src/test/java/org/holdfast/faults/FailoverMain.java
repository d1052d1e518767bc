package org.holdfast.faults;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.holdfast.api.JobArguments;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;

/**
 * Measures how long a running job takes to run again after one of its TaskManagers was killed; see
 * {@code integration-tests/benchmarks/failover.sh}. Prints one row of a Markdown table.
 */
public final class FailoverMain {

    private FailoverMain() {}

    /** {@code --rest URL --job ID --taskmanagers N --kills N --seed N --label TEXT}. */
    public static void main(String[] args) throws Exception {
        JobArguments arguments = JobArguments.parse(List.of(args));
        int taskManagers = Math.toIntExact(arguments.getLong("taskmanagers", 2));
        long kills = arguments.getLong("kills", 20);
        Random random = new Random(arguments.getLong("seed", 1));
        Failover failover =
                new Failover(
                        new RestClient(URI.create(arguments.required("rest"))),
                        new JobId(arguments.required("job")));
        List<Failover.Times> times = new ArrayList<>();
        for (int i = 1; i <= kills; i++) {
            failover.awaitSteady(taskManagers);
            // anywhere between two checkpoints
            Thread.sleep(random.nextInt(1_000));
            Failover.Times one = failover.kill(random.nextInt());
            times.add(one);
            System.err.println("kill " + i + ": " + one);
        }
        System.out.printf(
                "| %s | %d | %d | %d | %d | %d | %d | %d |%n",
                arguments.required("label"),
                kills,
                percentile(times, Failover.Times::noticed, 50),
                percentile(times, Failover.Times::deployed, 50),
                percentile(times, Failover.Times::running, 0),
                percentile(times, Failover.Times::running, 50),
                percentile(times, Failover.Times::running, 95),
                percentile(times, Failover.Times::running, 100));
    }

    /** The value that so many percent of all values do not exceed. */
    private static long percentile(
            List<Failover.Times> times, ToLongFunction<Failover.Times> value, int percent) {
        long[] sorted = times.stream().mapToLong(value).sorted().toArray();
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
