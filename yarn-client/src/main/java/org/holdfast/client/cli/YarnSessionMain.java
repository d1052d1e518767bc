package org.holdfast.client.cli;

import java.util.List;

/** Entry point of {@code bin/yarn-session.sh}. */
public final class YarnSessionMain {

    private YarnSessionMain() {}

    /** Runs the command and exits. */
    public static void main(String[] words) {
        Terminal terminal = Terminal.ofProcess();
        CommandRunner runner = new CommandRunner("yarn-session.sh", terminal);
        CommandRunner.exit(
                runner.run(new YarnSessionCommand(new ClusterAccess(terminal)), List.of(words)));
    }
}
