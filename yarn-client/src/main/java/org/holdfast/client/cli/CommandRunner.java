package org.holdfast.client.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.HelpFormatter;
import org.holdfast.api.InvalidJobException;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.rest.client.RestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a command: help before work, one line for an error, an exit code per kind. */
final class CommandRunner {

    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
    private static final int HELP_WIDTH = 110;

    private final String program;
    private final Terminal terminal;

    /**
     * @param program what the user typed, to start error lines and help with
     */
    CommandRunner(String program, Terminal terminal) {
        this.program = program;
        this.terminal = terminal;
    }

    ExitCode run(Command command, List<String> words) {
        boolean verbose = false;
        try {
            CommandLine line = command.options().parse(words, command.argumentsFollow());
            verbose = line.hasOption("v");
            if (line.hasOption("h")) {
                terminal.out().print(help(command));
                return ExitCode.OK;
            }
            return command.run(line, terminal);
        } catch (CliException e) {
            return fail(e.code(), e, verbose);
        } catch (InvalidJobException e) {
            return fail(ExitCode.BAD_JOB, e, verbose);
        } catch (InvalidConfigurationException e) {
            return fail(ExitCode.USAGE, e, verbose);
        } catch (DeploymentException | RestException e) {
            return fail(ExitCode.CLUSTER, e, verbose);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(ExitCode.UNEXPECTED, new IllegalStateException("interrupted", e), verbose);
        } catch (Exception e) {
            LOG.error("Unexpected", e);
            terminal.err().println(program + ": " + e + " (--verbose shows where)");
            return trace(ExitCode.UNEXPECTED, e, verbose);
        }
    }

    private ExitCode fail(ExitCode code, Exception e, boolean verbose) {
        LOG.error("{}: {}", code, e.getMessage(), e);
        terminal.err().println(program + ": " + e.getMessage());
        return trace(code, e, verbose);
    }

    private ExitCode trace(ExitCode code, Exception e, boolean verbose) {
        if (verbose) {
            e.printStackTrace(terminal.err());
        }
        return code;
    }

    String help(Command command) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        writer.println("Usage: " + program + " " + command.usage());
        writer.println(command.summary());
        writer.println();
        writer.println("Options:");
        new HelpFormatter().printOptions(writer, HELP_WIDTH, command.options().all(), 2, 3);
        writer.println();
        writer.print(ExitCode.help());
        writer.flush();
        return text.toString();
    }

    /** Ends the process, when all that was printed is out. */
    static void exit(ExitCode code) {
        for (PrintStream stream : List.of(System.out, System.err)) {
            stream.flush();
        }
        System.exit(code.status());
    }
}
