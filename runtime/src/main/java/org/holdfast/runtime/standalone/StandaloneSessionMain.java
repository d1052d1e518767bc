package org.holdfast.runtime.standalone;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.process.ClassDataArchive;
import org.holdfast.runtime.process.ClusterEnd;
import org.holdfast.runtime.process.JobManager;
import org.holdfast.runtime.process.JobManagerProcess;
import org.holdfast.runtime.process.StartedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JobManager's main class in a standalone cluster; see {@link StandaloneSession} for its
 * arguments.
 *
 * <p>Exit codes: 0 after the cluster was stopped, or this process told to; 1 if it could not start;
 * 2 if it could not go on; 3 if another JobManager leads, or may lead, in its place: started again,
 * it stands by.
 */
public final class StandaloneSessionMain {

    private static final Logger log = LoggerFactory.getLogger(StandaloneSessionMain.class);
    private static final int NOT_STARTED = 1;
    private static final int FATAL = 2;
    private static final int OVERTAKEN = 3;

    /** After this, whoever started this process need not wait on for ZooKeeper to answer. */
    private static final int SETTLING_SECONDS = 10;

    private StandaloneSessionMain() {}

    /** Runs a JobManager until it ends. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            StandaloneSession session = StandaloneSession.of(arguments);
            JobManager jobManager = start(session);
            tellStarter(jobManager);
            ClassDataArchive.makeLater(session.configuration().get(YarnOptions.JOBMANAGER_MEMORY));
            return exitCode(jobManager.ended().join(), session.isHighlyAvailable());
        } catch (InvalidConfigurationException | IOException e) {
            log.error("The JobManager cannot start: {}", e.getMessage());
            log.debug("It was thrown here", e);
            return NOT_STARTED;
        } catch (RuntimeException e) {
            log.error("The JobManager cannot start", e);
            return NOT_STARTED;
        }
    }

    private static JobManager start(StandaloneSession session) throws IOException {
        TemporaryDirectory temporary = TemporaryDirectory.create();
        try {
            JobManager jobManager =
                    JobManagerProcess.start(
                            session.setup(temporary.path()), StandaloneSessionMain::halt);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        jobManager.close();
                                        temporary.close();
                                    },
                                    "shut-down"));
            return jobManager;
        } catch (IOException | RuntimeException e) {
            temporary.close();
            throw e;
        }
    }

    private static void tellStarter(JobManager jobManager) {
        jobManager
                .settled()
                .copy()
                .completeOnTimeout(null, SETTLING_SECONDS, TimeUnit.SECONDS)
                .thenRun(StartedFile::write);
    }

    private static int exitCode(ClusterEnd end, boolean highlyAvailable) {
        log.info("The JobManager ends: {}", end);
        return switch (end.status()) {
            case SUCCEEDED, KILLED -> 0;
            case FAILED -> NOT_STARTED;
            case BROKEN -> highlyAvailable ? OVERTAKEN : FATAL;
        };
    }

    /** Another JobManager leads: no hook may run that changes what is its own now. */
    private static void halt(String reason) {
        log.error("This JobManager ends at once: {}", reason);
        Runtime.getRuntime().halt(OVERTAKEN);
    }
}
