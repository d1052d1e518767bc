package org.holdfast.selfcheck;

import java.io.IOException;

/**
 * Checks the output of a {@link SelfCheckingJob}, on any file system Hadoop knows.
 *
 * <p>Exit status: 0 exactly once, 1 not so, 2 wrong arguments or unreadable output.
 */
public final class OutputCheckerMain {

    private OutputCheckerMain() {}

    /** {@code DIRECTORY RECORDS KEYS SPLITS}. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        if (args.length != 4) {
            System.err.println("Usage: OutputCheckerMain DIRECTORY RECORDS KEYS SPLITS");
            return 2;
        }
        try {
            OutputChecker checker =
                    new OutputChecker(
                            Integer.parseInt(args[1]),
                            Integer.parseInt(args[2]),
                            Integer.parseInt(args[3]));
            Verdict verdict = check(args[0], checker);
            System.out.println(verdict.report());
            return verdict.isExactlyOnce() ? 0 : 1;
        } catch (IOException e) {
            System.err.println("The output cannot be read: " + e.getMessage());
            return 2;
        } catch (IllegalArgumentException e) {
            System.err.println("Wrong argument: " + e.getMessage());
            return 2;
        }
    }

    private static Verdict check(String directory, OutputChecker checker) throws IOException {
        try (SelfCheckedOutput output = SelfCheckedOutput.open(directory)) {
            return output.check(checker);
        }
    }
}
