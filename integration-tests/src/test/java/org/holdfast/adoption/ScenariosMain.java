package org.holdfast.adoption;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.localhadoop.LocalHadoopOptions;

/**
 * Has the ApplicationMaster fail in each of some ways; see {@code
 * integration-tests/faults/adoption-scenarios.sh}. Prints Markdown.
 *
 * <p>Exit status: 0 if all is as demanded, 1 if something is not, 2 if the run itself went wrong.
 */
public final class ScenariosMain {

    private static final int HOOK_PRIORITY = 100;
    private static final int HOOK_SECONDS = 30;
    private static final int MAX_ATTEMPTS = 20;

    private ScenariosMain() {}

    /** {@code FOLDER SCRIPTS JOBS_JAR [SCENARIO...]}. */
    public static void main(String[] args) {
        int status = 2;
        try {
            List<Scenario> scenarios =
                    args.length > 3
                            ? Arrays.stream(args).skip(3).map(Scenario::named).toList()
                            : List.of(Scenario.values());
            status = run(Path.of(args[0]), Path.of(args[1]), args[2], scenarios) ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
        } catch (Exception e) {
            System.out.println("The run went wrong: " + e);
            e.printStackTrace();
        }
        System.exit(status);
    }

    private static boolean run(Path folder, Path scripts, String jar, List<Scenario> scenarios)
            throws Exception {
        LocalHadoop hadoop =
                LocalHadoop.start(
                        LocalHadoopOptions.in(folder.resolve("hadoop"))
                                .withMaxAttempts(MAX_ATTEMPTS)
                                .withResourceManagerRecovery(freePort()));
        ShutdownHookManager.get()
                .addShutdownHook(() -> stop(hadoop), HOOK_PRIORITY, HOOK_SECONDS, TimeUnit.SECONDS);
        System.out.println(
                "| the ApplicationMaster fails | attempts changed | TaskManagers gone | processed twice |"
                        + " throughput, % of before | longest gap (ms) | next leader serves (ms) |"
                        + " first checkpoint (ms) | committed output | as demanded |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        boolean held = true;
        Path zooKeeperFolder = Files.createDirectories(folder.resolve("zookeeper"));
        try (KillableZooKeeper zooKeeper = new KillableZooKeeper(zooKeeperFolder, freePort())) {
            for (Scenario scenario : scenarios) {
                Path own = Files.createDirectories(folder.resolve(scenario.toString()));
                Commands commands = new Commands(scripts, hadoop.configurationDirectory(), own);
                held &= new ScenarioRun(scenario, hadoop, zooKeeper, commands, own, jar).run();
            }
        }
        return held;
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Nothing else outlives this process. */
    private static void stop(LocalHadoop hadoop) {
        try {
            hadoop.stopContainers();
        } catch (IOException e) {
            System.err.println("Not stopped: " + e);
        }
    }
}
