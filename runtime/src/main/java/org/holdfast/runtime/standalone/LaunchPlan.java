package org.holdfast.runtime.standalone;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.EnvironmentOptions;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.process.JvmOptions;
import org.holdfast.runtime.standalone.Masters.Master;

/**
 * What a script has to know to start or stop the processes of a standalone cluster. It is written
 * for a shell: a line for each thing, a word that says what it is, a space, the thing itself.
 *
 * <pre>
 * pid-dir FOLDER             always
 * log-dir FOLDER             if configured
 * jvm WORD                   an option of the JVM, in order
 * ssh WORD                   an option of ssh, in order
 * peers NUMBER               servers of the ZooKeeper quorum, if that is what jobs outlive with
 * mode ha | single           whether they outlive their JobManager
 * master HOST ADDRESS PORT   to start it on, to be reached at; no PORT: the configured one
 * worker HOST                to start a TaskManager on
 * warning TEXT               for the user
 * </pre>
 */
final class LaunchPlan {

    private static final String ZOOKEEPER = "zookeeper";

    /** Of the cluster, if none is configured; here it makes no difference. */
    private static final String ANY_ID = "default";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Path directory;
    private final Configuration configuration;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param directory of masters and workers
     * @param configuration effective
     */
    LaunchPlan(Path directory, Configuration configuration) {
        this.directory = requireNonNull(directory, "directory");
        this.configuration = requireNonNull(configuration, "configuration");
    }

    /**
     * The plan of a kind; the last step of making it.
     *
     * @throws InvalidConfigurationException if something configured cannot be used
     * @throws IOException if what has to be there before is not
     */
    List<String> of(LaunchKind kind) throws IOException, InterruptedException {
        addFolders();
        switch (kind) {
            case JOBMANAGER -> add("jvm", JvmOptions.ofJobManager(configuration));
            case TASKMANAGER -> add("jvm", JvmOptions.ofTaskManager(configuration));
            case ZOOKEEPER -> add("jvm", JvmOptions.ofZooKeeper(configuration));
            case CLUSTER -> addCluster();
            case CLUSTER_HOSTS -> addHosts(Masters.read(directory), Workers.read(directory));
            case FOLDERS -> addSsh();
        }
        return List.copyOf(lines);
    }

    private void addFolders() {
        add("pid-dir", List.of(configuration.get(EnvironmentOptions.PID_DIR)));
        configuration
                .find(EnvironmentOptions.LOG_DIR)
                .ifPresent(folder -> add("log-dir", List.of(folder)));
    }

    private void addSsh() {
        String options = configuration.get(EnvironmentOptions.SSH_OPTIONS).trim();
        if (!options.isEmpty()) {
            add("ssh", List.of(options.split("\\s+")));
        }
    }

    private void addCluster() throws IOException, InterruptedException {
        Masters masters = Masters.read(directory);
        Workers workers = Workers.read(directory);
        if (HighAvailability.isOn(configuration)) {
            add("mode", List.of("ha"));
            HighAvailability.storageDirectory(configuration, ANY_ID);
            Optional<QuorumCheck> quorum = quorum();
            if (quorum.isPresent()) {
                add("peers", List.of(String.valueOf(quorum.get().size())));
                requireReachable(quorum.get());
            }
        } else {
            add("mode", List.of("single"));
            requireOne(masters);
        }
        addHosts(masters, workers);
        warnOfUnreachable(masters, workers);
    }

    private void warnOfUnreachable(Masters masters, Workers workers) {
        Optional<String> elsewhere =
                workers.hosts().stream().filter(host -> !HostsFile.isLoopback(host)).findFirst();
        List<String> unreachable =
                masters.all().stream()
                        .map(this::address)
                        .filter(HostsFile::isLoopback)
                        .distinct()
                        .toList();
        if (elsewhere.isPresent() && !unreachable.isEmpty()) {
            add(
                    "warning",
                    List.of(
                            "TaskManagers on %s cannot reach a JobManager at %s: name hosts in %s as others know them."
                                    .formatted(
                                            elsewhere.get(),
                                            unreachable.get(0),
                                            directory.resolve(Masters.FILE_NAME))));
        }
    }

    private Optional<QuorumCheck> quorum() {
        if (!configuration.get(HighAvailabilityOptions.MODE).equalsIgnoreCase(ZOOKEEPER)) {
            return Optional.empty();
        }
        // says it if one of its settings is missing or cannot be used
        HighAvailability.services(configuration, ANY_ID);
        return Optional.of(
                new QuorumCheck(configuration.get(HighAvailabilityOptions.ZOOKEEPER_QUORUM)));
    }

    private static void requireReachable(QuorumCheck quorum)
            throws IOException, InterruptedException {
        try {
            quorum.requireOne(PATIENCE);
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage()
                            + ". Start it with bin/start-zookeeper-quorum.sh, or correct "
                            + HighAvailabilityOptions.ZOOKEEPER_QUORUM
                            + ".",
                    e);
        }
    }

    /** Nobody stands by for a JobManager whose jobs do not outlive it. */
    private void requireOne(Masters masters) {
        if (masters.all().size() > 1) {
            throw new InvalidConfigurationException(
                    "%s names %d JobManagers, and %s is %s: without it there is one, and TaskManagers go to %s. Set %s: %s, or leave one line."
                            .formatted(
                                    directory.resolve(Masters.FILE_NAME),
                                    masters.all().size(),
                                    HighAvailabilityOptions.MODE,
                                    configuration.get(HighAvailabilityOptions.MODE),
                                    ClusterOptions.JOBMANAGER_ADDRESS,
                                    HighAvailabilityOptions.MODE,
                                    ZOOKEEPER));
        }
    }

    private void addHosts(Masters masters, Workers workers) {
        addSsh();
        masters.all()
                .forEach(
                        master ->
                                lines.add(
                                        "master %s %s %s"
                                                .formatted(
                                                        master.host(),
                                                        address(master),
                                                        port(master))
                                                .stripTrailing()));
        add("worker", workers.hosts());
    }

    /**
     * With high availability a JobManager tells its address to everybody; without, they look for it
     * where the configuration says, so it has to be reached there.
     */
    private String address(Master master) {
        Optional<String> configured = configuration.find(ClusterOptions.JOBMANAGER_ADDRESS);
        if (HighAvailability.isOn(configuration) || configured.isEmpty()) {
            return master.host();
        }
        if (!HostsFile.isLoopback(master.host()) && !master.host().equals(configured.get())) {
            throw new InvalidConfigurationException(
                    "%s names %s, and TaskManagers go to %s: %s. Name the same host in both."
                            .formatted(
                                    directory.resolve(Masters.FILE_NAME),
                                    master.host(),
                                    ClusterOptions.JOBMANAGER_ADDRESS,
                                    configured.get()));
        }
        return configured.get();
    }

    private static String port(Master master) {
        return master.webPort().isPresent() ? String.valueOf(master.webPort().getAsInt()) : "";
    }

    private void add(String what, List<String> things) {
        things.forEach(thing -> lines.add(what + " " + thing));
    }
}
