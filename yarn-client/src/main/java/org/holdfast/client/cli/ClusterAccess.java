package org.holdfast.client.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.client.deploy.YarnClusterDeployer;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.ConfigurationCheck;
import org.holdfast.runtime.config.ConfigurationLoader;
import org.holdfast.runtime.config.OptionRegistry;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;

/** How commands get at the configuration, at YARN, and at a cluster's JobManager. */
final class ClusterAccess {

    private final Terminal terminal;
    private final Deployers deployers;

    /** Where YARN is. */
    @FunctionalInterface
    interface Deployers {

        /** As {@link ClusterAccess#deployer}. */
        ClusterDeployer open(Configuration configuration) throws DeploymentException;
    }

    /**
     * A JobManager that answers.
     *
     * @param applicationId empty if it was named by its address
     */
    record Connection(URI restUrl, RestClient rest, Optional<String> applicationId) {

        Connection(URI restUrl, Optional<String> applicationId, Configuration configuration) {
            this(restUrl, new RestClient(restUrl, configuration), applicationId);
        }
    }

    /** To the YARN that {@code HADOOP_CONF_DIR} names. */
    ClusterAccess(Terminal terminal) {
        this(terminal, YarnClusterDeployer::new);
    }

    ClusterAccess(Terminal terminal, Deployers deployers) {
        this.terminal = terminal;
        this.deployers = deployers;
    }

    /**
     * The effective configuration: {@code flink-conf.yaml}, then {@code -D}, then dedicated
     * options. Tells what is suspicious about it.
     *
     * @throws org.holdfast.runtime.config.InvalidConfigurationException if it cannot be used
     */
    Configuration configuration(Map<String, String> dynamic, Map<String, String> flags) {
        Map<String, String> overrides = new TreeMap<>(dynamic);
        overrides.putAll(flags);
        List<String> definitions = new ArrayList<>();
        overrides.forEach((key, value) -> definitions.add(key + "=" + value));
        OptionRegistry options = OptionRegistry.all();
        Configuration configuration =
                new ConfigurationLoader(options)
                        .load(terminal.configurationDirectory(), definitions);
        ConfigurationCheck check = ConfigurationCheck.of(configuration, options);
        check.warnings().forEach(warning -> terminal.err().println("Warning: " + warning));
        check.requireValid();
        return configuration;
    }

    /** YARN. */
    ClusterDeployer deployer(Configuration configuration) throws DeploymentException {
        return deployers.open(configuration);
    }

    /** The session's properties file. */
    SessionFile sessionFile(Configuration configuration) {
        String directory =
                configuration
                        .find(YarnOptions.PROPERTIES_FILE_LOCATION)
                        .orElse(System.getProperty("java.io.tmpdir"));
        return new SessionFile(Path.of(directory), terminal.user());
    }

    /** The session the user named. */
    Optional<String> applicationId(Configuration configuration) {
        return configuration.find(YarnOptions.APPLICATION_ID);
    }

    /** The session the user named, or the one that was started last. */
    Optional<String> session(Configuration configuration) throws CliException {
        Optional<String> named = applicationId(configuration);
        return named.isPresent()
                ? named
                : sessionFile(configuration).read().map(SessionFile.Session::applicationId);
    }

    /** Connects to the session or address that a command is for. */
    Connection connect(Target target, Configuration configuration)
            throws CliException, DeploymentException, InterruptedException {
        if (target instanceof Target.Address address) {
            return new Connection(address.restUrl(), Optional.empty(), configuration);
        }
        Optional<String> named = applicationId(configuration);
        if (target instanceof Target.PerJob && named.isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE, "Which application? Name it with -yid APPLICATION_ID.");
        }
        if (named.isPresent()) {
            return askYarn(named.get(), "", configuration);
        }
        SessionFile file = sessionFile(configuration);
        Optional<SessionFile.Session> last =
                target instanceof Target.Standalone ? Optional.empty() : file.read();
        if (last.isEmpty()) {
            return target instanceof Target.Session asked && asked.onYarn()
                    ? noSession(file)
                    : new StandaloneCluster(configuration, terminal)
                            .connect(target instanceof Target.Standalone, file.path());
        }
        SessionFile.Session session = last.get();
        Optional<Connection> known =
                session.restUrl()
                        .flatMap(url -> ifServes(url, session.applicationId(), configuration));
        return known.isPresent()
                ? known.get()
                : askYarn(
                        session.applicationId(),
                        " If it is over, delete " + file.path() + ".",
                        configuration);
    }

    private static Connection noSession(SessionFile file) throws CliException {
        throw new CliException(
                ExitCode.CLUSTER,
                "There is no session: "
                        + file.path()
                        + " does not exist. Start one with bin/yarn-session.sh, or name it with"
                        + " -yid.");
    }

    /** Connects to an application that runs. */
    Connection connect(ApplicationStatus status, Configuration configuration) throws CliException {
        URI restUrl =
                status.restUrl()
                        .filter(url -> status.phase() == ApplicationStatus.Phase.RUNNING)
                        .orElseThrow(
                                () ->
                                        new CliException(
                                                ExitCode.CLUSTER,
                                                "Application "
                                                        + status.applicationId()
                                                        + " is "
                                                        + status.state()
                                                        + ", it does not take requests."));
        return new Connection(restUrl, Optional.of(status.applicationId()), configuration);
    }

    /**
     * How a cluster's application stands now; empty if it is none of YARN's, or YARN does not
     * answer.
     */
    Optional<ApplicationStatus> status(Connection cluster, Configuration configuration)
            throws DeploymentException {
        if (cluster.applicationId().isEmpty()) {
            return Optional.empty();
        }
        try (ClusterDeployer deployer = deployer(configuration)) {
            return Optional.of(deployer.status(cluster.applicationId().get()));
        } catch (DeploymentException e) {
            if (e.kind() == DeploymentException.Kind.UNREACHABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A cluster's JobManager, followed to its next attempts. */
    FollowedJobManager follow(Connection cluster, Configuration configuration) {
        return new FollowedJobManager(
                cluster,
                new ClusterLocator(this, cluster.applicationId(), configuration),
                configuration,
                terminal);
    }

    private Connection askYarn(String applicationId, String advice, Configuration configuration)
            throws CliException, DeploymentException, InterruptedException {
        try (ClusterDeployer deployer = deployer(configuration)) {
            return connect(
                    new ApplicationStart(
                                    deployer,
                                    configuration.get(RestOptions.AWAIT_LEADER_TIMEOUT),
                                    terminal)
                            .await(applicationId),
                    configuration);
        } catch (CliException e) {
            throw new CliException(e.code(), e.getMessage() + advice, e);
        } catch (DeploymentException e) {
            throw new DeploymentException(e.kind(), e.getMessage() + advice, e);
        }
    }

    /**
     * A port may belong to somebody else by now, so the address counts only if the same application
     * answers there.
     */
    private static Optional<Connection> ifServes(
            URI restUrl, String applicationId, Configuration configuration) {
        Connection connection = new Connection(restUrl, Optional.of(applicationId), configuration);
        try {
            boolean same = connection.rest().overview().clusterId().equals(applicationId);
            return same ? Optional.of(connection) : Optional.empty();
        } catch (RestException e) {
            return Optional.empty();
        }
    }
}
