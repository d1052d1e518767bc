package org.holdfast.client.cli;

import org.apache.commons.cli.CommandLine;

/** One thing the command line can do. */
interface Command {

    /** The word it is called by. */
    String name();

    /** What follows the name, as in {@code [OPTIONS] JOB_JAR [JOB_ARGUMENTS...]}. */
    String usage();

    /** One sentence for the list of commands. */
    String summary();

    /** The options it takes. */
    CommandOptions options();

    /** Whether what follows the first argument belongs to the job. */
    default boolean argumentsFollow() {
        return false;
    }

    /**
     * Does it.
     *
     * @return how the process exits
     * @throws CliException with a line for the user
     * @throws Exception anything else is told as an unexpected error
     */
    ExitCode run(CommandLine line, Terminal terminal) throws Exception;
}
