package org.holdfast.client.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.runtime.config.Spelling;

/** Entry point of {@code bin/holdfast}: finds the command that was named and runs it. */
public final class HoldfastMain {

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final Terminal terminal;

    HoldfastMain(Terminal terminal, List<Command> commands) {
        this.terminal = terminal;
        commands.forEach(command -> this.commands.put(command.name(), command));
    }

    /** Runs the command and exits. */
    public static void main(String[] words) {
        Terminal terminal = Terminal.ofProcess();
        ClusterAccess access = new ClusterAccess(terminal);
        List<Command> commands =
                List.of(
                        new RunCommand(access),
                        new ListCommand(access),
                        new InfoCommand(access),
                        new CheckpointsCommand(access),
                        new CheckpointCommand(),
                        new SavepointCommand(access),
                        new StopCommand(access),
                        new CancelCommand(access),
                        new JobCommand(access),
                        new FailoverCommand(access),
                        new HaCommand(access));
        CommandRunner.exit(new HoldfastMain(terminal, commands).run(List.of(words)));
    }

    ExitCode run(List<String> words) {
        if (words.isEmpty()) {
            printHelp(terminal.err());
            return ExitCode.USAGE;
        }
        String name = words.get(0);
        if (name.equals("-h") || name.equals("--help") || name.equals("help")) {
            printHelp(terminal.out());
            return ExitCode.OK;
        }
        Command command = commands.get(name);
        if (command == null) {
            terminal.err()
                    .println(
                            "holdfast: there is no command '"
                                    + name
                                    + "'."
                                    + Spelling.nearest(name, commands.keySet())
                                            .map(nearest -> " Did you mean '" + nearest + "'?")
                                            .orElse("")
                                    + " See holdfast --help.");
            return ExitCode.USAGE;
        }
        return new CommandRunner("holdfast " + name, terminal)
                .run(command, words.subList(1, words.size()));
    }

    private void printHelp(PrintStream out) {
        out.println("Usage: holdfast COMMAND [OPTIONS] [ARGUMENTS]");
        out.println();
        out.println("Commands:");
        commands.values()
                .forEach(command -> out.printf("  %-11s %s%n", command.name(), command.summary()));
        out.println();
        out.println("'holdfast COMMAND --help' shows a command's options.");
        out.println();
        out.print(ExitCode.help());
    }
}
