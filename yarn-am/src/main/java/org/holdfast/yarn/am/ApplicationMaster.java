package org.holdfast.yarn.am;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.ConfigurationLoader;
import org.holdfast.runtime.config.OptionRegistry;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphJson;
import org.holdfast.runtime.process.ClassDataArchive;
import org.holdfast.runtime.process.ClusterEnd;
import org.holdfast.runtime.process.JobManager;
import org.holdfast.runtime.process.JobManagerProcess;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.yarn.launch.ContainerLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JobManager's process on YARN: starts a JobManager whose TaskManagers are containers,
 * registers it with the ResourceManager, and unregisters it when its cluster has ended.
 */
public final class ApplicationMaster {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationMaster.class);
    private static final int FENCED = 3;
    private static final Path CONF = Path.of(ContainerLayout.CONF);

    private final AttemptEnvironment environment;
    private final Configuration configuration;
    private final YarnConfiguration hadoop;
    private final boolean highlyAvailable;
    private final ApplicationFiles files;
    private final ResourceManagerLink resourceManager;
    private final CompletableFuture<ClusterEnd> end = new CompletableFuture<>();
    private final AttemptEnd attemptEnd =
            new AttemptEnd() {
                @Override
                public void onLost(Exception cause) {
                    end.completeExceptionally(cause);
                }

                @Override
                public void onForgotten(Exception cause) {
                    halt("YARN does not know this attempt any more: " + cause.getMessage());
                }
            };

    private ApplicationMaster(
            AttemptEnvironment environment, Configuration configuration, YarnConfiguration hadoop) {
        this.environment = environment;
        this.configuration = configuration;
        this.hadoop = hadoop;
        this.highlyAvailable = HighAvailability.isOn(configuration);
        this.files = new ApplicationFiles(environment.shipment().stagingDirectory(), hadoop);
        if (!highlyAvailable) {
            // no other attempt could go on with anything
            files.deleteOnExit();
        }
        // It connects while the JobManager starts.
        this.resourceManager =
                new ResourceManagerLink(
                        AMRMClient.createAMRMClient(),
                        hadoop,
                        configuration.get(YarnOptions.HEARTBEAT_INTERVAL),
                        configuration.get(YarnOptions.CONTAINER_REQUEST_INTERVAL));
    }

    /**
     * Runs in the container's working directory; exits with 0 if the application ended in order.
     */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            AttemptEnvironment environment = AttemptEnvironment.read(System.getenv());
            LOG.info("Starting {} on {}", environment.attempt(), environment.host());
            YarnConfiguration hadoop = new YarnConfiguration();
            status = new ApplicationMaster(environment, configuration(), hadoop).run() ? 0 : 1;
        } catch (Exception | LinkageError e) {
            LOG.error("The ApplicationMaster failed", e);
        }
        System.exit(status);
    }

    private static Configuration configuration() {
        Configuration effective =
                new ConfigurationLoader(OptionRegistry.all()).load(CONF, List.of());
        effective =
                effective.with(
                        ClusterOptions.JOBMANAGER_PORT,
                        effective.get(YarnOptions.APPLICATION_MASTER_PORT));
        // a fixed port would be taken by the next JobManager on this node
        return effective.find(RestOptions.BIND_PORT).isPresent()
                ? effective
                : effective.with(RestOptions.BIND_PORT, PortRange.of(0));
    }

    /**
     * Whether the application ended in order. If not, YARN decides: with high availability another
     * attempt goes on with the jobs, so nothing is unregistered and nothing deleted.
     */
    private boolean run() throws IOException, YarnException, InterruptedException {
        try (resourceManager;
                YarnResources resources =
                        new YarnResources(
                                environment, configuration, hadoop, resourceManager, attemptEnd)) {
            try (JobManager jobManager =
                    JobManagerProcess.start(setup(resources), ApplicationMaster::halt)) {
                resources.onRegistered(
                        resourceManager.register(
                                environment.host(),
                                jobManager.address().port(),
                                jobManager.restUrl(),
                                resources.listener()));
                FaultPoint.hit("S2");
                LOG.info("Registered; JobManager Web Interface: {}", jobManager.restUrl());
                ClassDataArchive.makeLater(configuration.get(YarnOptions.JOBMANAGER_MEMORY));
                jobManager.ended().thenAccept(end::complete);
                return finish(end.get());
            } catch (ExecutionException e) {
                LOG.error("The ResourceManager is lost", e.getCause());
            } catch (IOException | RuntimeException e) {
                LOG.error("The JobManager failed", e);
                if (!highlyAvailable) {
                    resourceManager.fail(environment.host(), "The JobManager failed: " + e);
                }
            }
        }
        return false;
    }

    private JobManagerSetup setup(YarnResources resources) throws IOException {
        return new JobManagerSetup(
                environment.applicationId(),
                environment.attempt().getAttemptId(),
                environment.attemptOrder(),
                environment.host(),
                configuration,
                environment.shipment().stagingDirectory().toString(),
                resources,
                ownJob(),
                Optional.of(environment.shipment().attempts()),
                false);
    }

    private static Optional<JobGraph> ownJob() throws IOException {
        Path file = CONF.resolve(ContainerLayout.JOB_GRAPH_FILE);
        return Files.exists(file)
                ? Optional.of(JobGraphJson.read(Files.readAllBytes(file)))
                : Optional.empty();
    }

    /** Another attempt leads: no hook may run that changes what is its own now. */
    private static void halt(String reason) {
        LOG.error("This ApplicationMaster ends at once: {}", reason);
        Runtime.getRuntime().halt(FENCED);
    }

    private boolean finish(ClusterEnd how) throws IOException, YarnException, InterruptedException {
        if (highlyAvailable && how.status() == ClusterEnd.Status.BROKEN) {
            LOG.error("This attempt ends, its application does not: {}", how.diagnostics());
            return false;
        }
        LOG.info("Unregistering: {}", how);
        FinalApplicationStatus status =
                switch (how.status()) {
                    case SUCCEEDED -> FinalApplicationStatus.SUCCEEDED;
                    case FAILED, BROKEN -> FinalApplicationStatus.FAILED;
                    case KILLED -> FinalApplicationStatus.KILLED;
                };
        FaultPoint.hit("X10");
        resourceManager.unregister(status, how.diagnostics());
        FaultPoint.hit("X11");
        if (highlyAvailable) {
            files.delete();
        }
        return true;
    }
}
