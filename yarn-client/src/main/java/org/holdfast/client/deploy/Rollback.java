package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes a deployment that did not succeed: kills the application and deletes its files. It also
 * does so when the process is told to end before {@link #close}, as by Ctrl-C.
 */
final class Rollback implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

    private final ResourceManagerClient resourceManager;
    private final StagingDirectory staging;
    private final ApplicationId application;
    private final Runnable hook = this::run;
    private volatile boolean submitted;

    Rollback(
            ResourceManagerClient resourceManager,
            StagingDirectory staging,
            ApplicationId application) {
        this.resourceManager = requireNonNull(resourceManager, "resourceManager");
        this.staging = requireNonNull(staging, "staging");
        this.application = requireNonNull(application, "application");
        // before the file system is closed by its own hook
        ShutdownHookManager.get().addShutdownHook(hook, FileSystem.SHUTDOWN_HOOK_PRIORITY + 10);
    }

    /** Says that YARN may know the application from now on. */
    void onSubmitting() {
        submitted = true;
    }

    /** Undoes it. What fails is logged only: the reason for the failure matters more. */
    void run() {
        LOG.info("Undoing the deployment of {}", application);
        if (submitted) {
            try {
                resourceManager.kill(application);
            } catch (DeploymentException e) {
                LOG.warn("Application {} could not be killed", application, e);
            }
        }
        try {
            staging.delete(application.toString());
        } catch (IOException e) {
            LOG.warn("The files of {} could not be deleted", application, e);
        }
    }

    /** The deployment is over, one way or the other. */
    @Override
    public void close() {
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }
}
