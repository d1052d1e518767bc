package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.holdfast.client.deploy.ClusterDeployer.OwnJob;
import org.holdfast.client.deploy.DeploymentException.Kind;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.yarn.launch.ContainerLayout;
import org.holdfast.yarn.launch.Identity;
import org.holdfast.yarn.launch.Shipment;
import org.holdfast.yarn.launch.ShippedFile;

/**
 * One deployment: checks it, uploads what it needs, submits the ApplicationMaster, and waits for it
 * to serve. When it fails, or the process is told to end meanwhile, everything is undone.
 */
final class Deployment {

    private final HadoopEnvironment environment;
    private final ResourceManagerClient resourceManager;
    private final FileDigests digests;
    private final Configuration configuration;
    private final Optional<OwnJob> ownJob;
    private final Consumer<String> progress;

    Deployment(
            HadoopEnvironment environment,
            ResourceManagerClient resourceManager,
            FileDigests digests,
            Configuration configuration,
            Optional<OwnJob> ownJob,
            Consumer<String> progress) {
        this.environment = requireNonNull(environment, "environment");
        this.resourceManager = requireNonNull(resourceManager, "resourceManager");
        this.digests = requireNonNull(digests, "digests");
        this.configuration = requireNonNull(configuration, "configuration");
        this.ownJob = requireNonNull(ownJob, "ownJob");
        this.progress = requireNonNull(progress, "progress");
    }

    ApplicationStatus run() throws DeploymentException {
        new HighAvailabilityCheck(configuration, environment.forFiles()).require();
        Distribution distribution =
                Distribution.find(configuration.find(YarnOptions.DIST_JAR), System.getenv());
        ShippedFiles shipped = ShippedFiles.of(distribution.lib(), configuration);
        ResourceCheck check = new ResourceCheck(configuration);
        // two servers, two cores: YARN is asked while the file system is
        CompletableFuture<Uploaded> uploading =
                CompletableFuture.supplyAsync(() -> upload(shipped));
        YarnClientApplication application;
        Optional<YarnVersion> yarn = Optional.empty();
        try {
            application = resourceManager.createApplication();
            check.requireNodes(resourceManager.runningNodeManagers());
            check.requireFits(
                    application.getNewApplicationResponse().getMaximumResourceCapability());
            check.requireQueue(resourceManager.queues());
            new HighAvailabilityProbe(configuration, environment.forFiles(), this::isOver, progress)
                    .require();
            if (HighAvailability.isOn(configuration)) {
                yarn = YarnVersion.ofResourceManager(environment.forResourceManager());
            }
        } catch (DeploymentException e) {
            // a process that ended now would leave half a file
            uploading.handle((uploaded, failure) -> failure).join();
            throw e;
        } catch (InterruptedException e) {
            uploading.handle((uploaded, failure) -> failure).join();
            Thread.currentThread().interrupt();
            throw new DeploymentException(Kind.FAILED, "Interrupted", e);
        }
        AttemptPlan attempts =
                AttemptPlan.of(configuration, environment.forResourceManager(), yarn);
        return submit(
                application.getApplicationSubmissionContext(), distribution, uploading, attempts);
    }

    /** One that YARN has forgotten is over, too: it remembers all that run. */
    private boolean isOver(String applicationId) throws DeploymentException {
        try {
            return ApplicationReports.read(
                            resourceManager.report(ApplicationReports.parseId(applicationId)))
                    .phase()
                    .isTerminal();
        } catch (DeploymentException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return true;
            }
            throw e;
        }
    }

    private ApplicationStatus submit(
            ApplicationSubmissionContext application,
            Distribution distribution,
            CompletableFuture<Uploaded> uploading,
            AttemptPlan attempts)
            throws DeploymentException {
        ApplicationId id = application.getApplicationId();
        Uploaded uploaded = await(uploading);
        try (Rollback rollback = new Rollback(resourceManager, uploaded.staging(), id)) {
            try {
                Shipment shipment = uploadOwn(id, distribution, uploaded, attempts);
                new ApplicationSubmission(configuration, shipment, uploaded.identity())
                        .describe(application, defaultName());
                attempts.describe(application);
                attempts.remarks().forEach(progress);
                sayClusterId(id);
                progress.accept("Submitting application master " + id);
                rollback.onSubmitting();
                resourceManager.submit(application);
                progress.accept("Waiting for the cluster to be allocated");
                ApplicationStatus status =
                        new ApplicationWatch(
                                        resourceManager::report,
                                        configuration.get(YarnOptions.DEPLOYMENT_TIMEOUT),
                                        ownJob.isPresent(),
                                        progress)
                                .awaitRunning(id);
                sayDeployed(status);
                return status;
            } catch (IOException e) {
                rollback.run();
                throw unusable(e);
            } catch (InterruptedException e) {
                rollback.run();
                Thread.currentThread().interrupt();
                throw new DeploymentException(Kind.FAILED, "Interrupted", e);
            } catch (DeploymentException | RuntimeException e) {
                rollback.run();
                throw e;
            }
        }
    }

    /** What does not depend on the application's id. */
    private Uploaded upload(ShippedFiles shipped) {
        try {
            StagingDirectory staging = StagingDirectory.open(environment, configuration);
            List<ShippedFile> files = shipped.upload(staging, digests);
            digests.save();
            return new Uploaded(
                    staging,
                    Identity.ofThisProcess().withAccessTo(staging.files(), environment.forFiles()),
                    files,
                    shipped.classPath());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** The application's own: its configuration, and its job if it has one. */
    private Shipment uploadOwn(
            ApplicationId id, Distribution distribution, Uploaded uploaded, AttemptPlan attempts)
            throws IOException {
        StagingDirectory staging = uploaded.staging();
        ApplicationArchive archive =
                new ApplicationArchive()
                        .configuration(configuration)
                        .logging(distribution.loggingFile())
                        .hadoop(environment.files());
        ownJob.ifPresent(job -> archive.job(job.graph()));
        List<ShippedFile> files = new ArrayList<>(uploaded.files());
        files.add(
                staging.put(
                        id.toString(), "conf.zip", archive.toBytes(), ContainerLayout.CONF, true));
        URI directory = staging.of(id.toString());
        if (ownJob.isPresent()) {
            storeJar(
                    ownJob.get(),
                    HighAvailability.storageDirectory(configuration, id.toString())
                            .map(URI::create)
                            .orElse(directory));
        }
        return new Shipment(directory, attempts.limits(), uploaded.classPath(), files);
    }

    /** Puts the jar where the JobManager keeps those that are submitted to it. */
    private void storeJar(OwnJob job, URI directory) throws IOException {
        BlobStore jars = new BlobStore(StorageDirectory.open(directory, environment.forFiles()));
        try (InputStream jar = Files.newInputStream(job.jar())) {
            jars.put(job.graph().code().jarDigest(), jar);
        }
    }

    private String defaultName() {
        return ownJob.map(job -> job.graph().name()).orElse("Holdfast session cluster");
    }

    private void sayClusterId(ApplicationId id) {
        if (HighAvailability.isOn(configuration)) {
            progress.accept(
                    "High availability ("
                            + configuration.get(HighAvailabilityOptions.MODE)
                            + "): cluster id '"
                            + HighAvailability.clusterId(configuration, id.toString())
                            + "', metadata below "
                            + configuration.get(HighAvailabilityOptions.STORAGE_DIR));
            return;
        }
        configuration
                .find(HighAvailabilityOptions.CLUSTER_ID)
                .ifPresent(
                        clusterId ->
                                progress.accept(
                                        HighAvailabilityOptions.CLUSTER_ID
                                                + " is '"
                                                + clusterId
                                                + "', but without high availability a cluster on"
                                                + " YARN is named by its application id only."));
    }

    private void sayDeployed(ApplicationStatus status) {
        progress.accept("YARN application has been deployed successfully.");
        status.restUrl()
                .ifPresent(
                        url ->
                                progress.accept(
                                        "Found Web Interface "
                                                + url.getHost()
                                                + ":"
                                                + url.getPort()
                                                + " of application '"
                                                + status.applicationId()
                                                + "'."));
    }

    private DeploymentException unusable(IOException cause) {
        return new DeploymentException(
                cause instanceof AccessControlException ? Kind.INVALID : Kind.UNREACHABLE,
                "Could not put the application's files onto the cluster's file system ("
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("")
                        + "). Check that it serves and that HADOOP_CONF_DIR ("
                        + environment.directory()
                        + ") is that cluster's.",
                cause);
    }

    private Uploaded await(CompletableFuture<Uploaded> uploading) throws DeploymentException {
        try {
            return uploading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw unusable(failed);
            }
            throw e;
        }
    }

    private record Uploaded(
            StagingDirectory staging,
            Identity identity,
            List<ShippedFile> files,
            List<String> classPath) {}
}
