package org.holdfast.adoption;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.holdfast.api.JobArguments;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ClusterProcesses;
import org.holdfast.faults.HighAvailableCluster;
import org.holdfast.faults.StandaloneProcesses;
import org.holdfast.selfcheck.Verdict;

/**
 * Kills the JobManager that leads again and again under one job; see {@code adoption.sh} and {@code
 * standalone.sh} in {@code integration-tests/faults}. Prints Markdown.
 *
 * <p>Exit status: 0 if all is as demanded, 1 if something is not, 2 if the run itself went wrong.
 */
public final class AdoptionMain {

    private AdoptionMain() {}

    /**
     * {@code --zookeeper HOST:PORT --root PATH --cluster ID --job ID --folder DIR --output DIR
     * --rate N --kills N --seed N}; of a standalone cluster also {@code --bin DIR --pids DIR}.
     */
    public static void main(String[] args) {
        int status = 2;
        try {
            status = run(JobArguments.parse(List.of(args))) ? 0 : 1;
        } catch (Exception e) {
            System.out.println("The run went wrong: " + e);
            e.printStackTrace();
        }
        System.exit(status);
    }

    private static boolean run(JobArguments args) throws Exception {
        int kills = Math.toIntExact(args.getLong("kills", 50));
        String application = args.required("cluster");
        MeteredRun.Job job = MeteredRun.Job.of(args);
        try (HighAvailableCluster cluster =
                HighAvailableCluster.open(
                        args.required("zookeeper"), args.required("root"), application)) {
            Optional<StandaloneStrike> standalone =
                    args.optional("bin")
                            .map(bin -> new StandaloneStrike(cluster, Path.of(bin), job.folder()));
            MeteredRun run =
                    new MeteredRun(
                            cluster,
                            args.optional("pids")
                                    .<ClusterProcesses>map(
                                            pids -> new StandaloneProcesses(cluster, Path.of(pids)))
                                    .orElseGet(() -> new ApplicationProcesses(application)),
                            job,
                            new Random(args.getLong("seed", 1)));
            List<Outage> outages = new ArrayList<>();
            int broken = 0;
            for (int kill = 1; kill <= kills; kill++) {
                Outage outage =
                        run.strike(
                                standalone.isPresent()
                                        ? standalone.get()
                                        : ApplicationProcesses::kill);
                if (standalone.isPresent()) {
                    standalone.get().bringBack();
                }
                outages.add(outage);
                List<String> notSo = Demand.ADOPTED.brokenBy(outage);
                broken += notSo.isEmpty() ? 0 : 1;
                System.err.println("kill " + kill + ": " + outage.cells() + " " + notSo);
            }
            long again = run.readings().again();
            Verdict verdict = run.end();
            if (args.optional("label").isPresent()) {
                System.out.println(SideBySide.row(args.required("label"), outages));
                return true;
            }
            print(outages);
            System.out.printf(
                    "%nkills: %d, not as demanded: %d; execution attempts changed: %d; TaskManagers"
                            + " gone: %d; records processed twice, all along: %d%n%s%n",
                    kills,
                    broken,
                    outages.stream().mapToInt(Outage::attemptsChanged).sum(),
                    outages.stream().mapToInt(Outage::taskManagersGone).sum(),
                    again,
                    verdict);
            return broken == 0 && again == 0 && verdict.isExactlyOnce();
        }
    }

    private static void print(List<Outage> outages) {
        System.out.println("| from the kill to the first checkpoint | min | median | p95 | max |");
        System.out.println("|---|---|---|---|---|");
        row("longest gap between two outputs of a subtask (ms)", outages, Outage::longestGapMillis);
        row("throughput, % of before", outages, outage -> outage.throughput() * 100);
        row("the new leader serves REST (ms)", outages, Outage::servingMillis);
        row("first checkpoint committed (ms)", outages, Outage::checkpointMillis);
    }

    private static void row(String what, List<Outage> outages, ToDoubleFunction<Outage> value) {
        double[] sorted = outages.stream().mapToDouble(value).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                what,
                sorted[0],
                at(sorted, 50),
                at(sorted, 95),
                sorted[sorted.length - 1]);
    }

    /** The value that so many percent of all do not exceed. */
    private static double at(double[] sorted, int percent) {
        return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
    }
}
