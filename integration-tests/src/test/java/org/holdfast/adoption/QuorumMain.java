package org.holdfast.adoption;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.holdfast.api.JobArguments;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.faults.HighAvailableCluster;
import org.holdfast.faults.StandaloneProcesses;
import org.holdfast.selfcheck.Verdict;

/**
 * Kills each JobManager and each ZooKeeper server of a standalone cluster in turn, and then most of
 * the quorum for a minute; see {@code integration-tests/faults/standalone.sh}. Prints Markdown.
 *
 * <p>Exit status: 0 if no task was restarted and the output is exact, 1 if not, 2 if the run itself
 * went wrong.
 */
public final class QuorumMain {

    private static final Duration WITHOUT_QUORUM = Duration.ofSeconds(60);
    private static final String JOB_MANAGERS = "standalonesession";
    private static final String ZOOKEEPERS = "zookeeper";

    private final MeteredRun run;
    private final StandaloneProcesses processes;
    private final Commands commands;
    private boolean broken;

    private QuorumMain(MeteredRun run, StandaloneProcesses processes, Commands commands) {
        this.run = run;
        this.processes = processes;
        this.commands = commands;
    }

    /** What is done to a cluster that is well, and undone. */
    private interface Trouble {
        void happen() throws IOException, InterruptedException;
    }

    /**
     * {@code --zookeeper HOST:PORT,... --root PATH --cluster ID --job ID --folder DIR --output DIR
     * --rate N --bin DIR --pids DIR}.
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
        MeteredRun.Job job = MeteredRun.Job.of(args);
        Path pidFiles = Path.of(args.required("pids"));
        Path scripts = Path.of(args.required("bin"));
        try (HighAvailableCluster cluster =
                HighAvailableCluster.open(
                        args.required("zookeeper"),
                        args.required("root"),
                        args.required("cluster"))) {
            StandaloneProcesses processes = new StandaloneProcesses(cluster, pidFiles);
            MeteredRun run = new MeteredRun(cluster, processes, job, new Random());
            QuorumMain troubles =
                    new QuorumMain(run, processes, new Commands(scripts, pidFiles, job.folder()));
            troubles.makeAll();
            long again = run.readings().again();
            Verdict verdict = run.end();
            System.out.printf("%nrecords processed twice, all along: %d%n%s%n", again, verdict);
            return !troubles.broken && again == 0 && verdict.isExactlyOnce();
        }
    }

    private void makeAll() throws IOException, InterruptedException {
        System.out.println(
                "| what was killed | attempts changed | TaskManagers gone | well again |");
        System.out.println("|---|---|---|---|");
        for (Container victim : processes.ofService(JOB_MANAGERS)) {
            List<String> words = words(victim);
            String port = words.get(words.indexOf("--webui-port") + 1);
            make(
                    "JobManager " + port,
                    () -> {
                        ApplicationProcesses.kill(victim);
                        start("jobmanager.sh", List.of("start", "localhost", port));
                    });
        }
        List<Container> servers = processes.ofService(ZOOKEEPERS);
        for (Container victim : servers) {
            make("ZooKeeper server " + id(victim), () -> bringBack(killed(victim)));
        }
        List<Container> now = processes.ofService(ZOOKEEPERS);
        make(
                "two ZooKeeper servers, for " + WITHOUT_QUORUM.toSeconds() + " s",
                () -> {
                    String first = killed(now.get(0));
                    String second = killed(now.get(1));
                    Thread.sleep(WITHOUT_QUORUM.toMillis());
                    bringBack(first);
                    bringBack(second);
                });
    }

    private void make(String what, Trouble trouble) throws IOException, InterruptedException {
        run.awaitSteady();
        Observed before = run.observe();
        trouble.happen();
        long start = System.nanoTime();
        run.awaitSteady();
        Observed after = run.observe();
        int attempts = after.attemptsChangedSince(before);
        int gone = after.taskManagersGoneSince(before);
        broken |= attempts + gone > 0;
        System.out.printf(
                "| %s | %d | %d | %d ms later |%n",
                what, attempts, gone, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private static String killed(Container server) throws IOException, InterruptedException {
        String id = id(server);
        ApplicationProcesses.kill(server);
        return id;
    }

    private void bringBack(String server) throws IOException, InterruptedException {
        start("zookeeper.sh", List.of("start", server));
    }

    private void start(String script, List<String> words) throws IOException, InterruptedException {
        commands.call("(Starting \\w+ daemon)", script, words);
    }

    /** ZooKeeperPeerMain's last argument. */
    private static String id(Container server) throws IOException {
        List<String> words = words(server);
        return words.get(words.size() - 1);
    }

    private static List<String> words(Container process) throws IOException {
        Path file = Path.of("/proc/" + process.process().pid() + "/cmdline");
        return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0"));
    }
}
