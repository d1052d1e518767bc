package org.holdfast.runtime.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.ConfigurationCheck;
import org.holdfast.runtime.config.ConfigurationLoader;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.OptionRegistry;

/**
 * Prints the {@link LaunchPlan} of a script of {@code bin}: {@code SCRIPT KIND
 * CONFIGURATION_DIRECTORY [key=value]...}. It is run before anything is started, so that what is
 * wrong is said on the user's terminal, and by nobody but those scripts.
 *
 * <p>Exit codes: 0; 1 if something has to be there that is not; 2 if what is configured cannot be
 * used.
 */
public final class LaunchPlanMain {

    /** System property of a script that another one has called, which has said the warnings. */
    private static final String WARNED = "holdfast.warned";

    private static final int MISSING = 1;
    private static final int INVALID = 2;

    private LaunchPlanMain() {}

    /** Prints it. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err)
            throws InterruptedException {
        String script = arguments.get(0);
        try {
            LaunchKind kind = LaunchKind.parse(arguments.get(1));
            Path directory = Path.of(arguments.get(2));
            Configuration configuration =
                    configuration(
                            kind, directory, arguments.subList(3, arguments.size()), script, err);
            new LaunchPlan(directory, configuration).of(kind).forEach(out::println);
            return 0;
        } catch (InvalidConfigurationException e) {
            err.println(script + ": " + e.getMessage());
            return INVALID;
        } catch (IOException e) {
            err.println(script + ": " + e.getMessage());
            return MISSING;
        }
    }

    private static Configuration configuration(
            LaunchKind kind,
            Path directory,
            List<String> definitions,
            String script,
            PrintStream err) {
        OptionRegistry options = OptionRegistry.all();
        Configuration configuration = new ConfigurationLoader(options).load(directory, definitions);
        // what cannot be started any more must still be stopped
        if (kind.starts()) {
            ConfigurationCheck check = ConfigurationCheck.of(configuration, options);
            if (!Boolean.getBoolean(WARNED)) {
                check.warnings().forEach(warning -> err.println(script + ": Warning: " + warning));
            }
            check.requireValid();
        }
        return configuration;
    }
}
