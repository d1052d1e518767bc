package org.holdfast.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.YarnOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TaskManager's main class: {@code --configDir DIR -D key=value ...}.
 *
 * <p>Exit codes: 0 after it was told to stop, was not wanted, or found no JobManager for too long;
 * 1 if it could not start; 2 if it could not go on.
 */
public final class TaskManagerMain {

    private static final Logger log = LoggerFactory.getLogger(TaskManagerMain.class);
    private static final int NOT_STARTED = 1;
    private static final int FATAL = 2;

    private TaskManagerMain() {}

    /** Runs a TaskManager until it ends. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            Configuration configuration = ProcessArguments.parse(arguments).configuration();
            Path temporary = Files.createTempDirectory("holdfast-taskmanager-");
            temporary.toFile().deleteOnExit();
            TaskManagerProcess process =
                    TaskManagerProcess.start(configuration, temporary, TaskManagerMain::halt);
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shut-down"));
            StartedFile.write();
            ClassDataArchive.makeLater(configuration.get(YarnOptions.TASKMANAGER_MEMORY));
            process.ended().join();
            process.close();
            return 0;
        } catch (InvalidConfigurationException e) {
            log.error("The TaskManager cannot start: {}", e.getMessage());
            return NOT_STARTED;
        } catch (IOException | RuntimeException e) {
            log.error("The TaskManager cannot start", e);
            return NOT_STARTED;
        }
    }

    /** Tasks that cannot be stopped, or a broken coordinator, are left behind in a dead process. */
    private static void halt(String reason, Throwable cause) {
        log.error("The TaskManager cannot go on: {}", reason, cause);
        Runtime.getRuntime().halt(FATAL);
    }
}
