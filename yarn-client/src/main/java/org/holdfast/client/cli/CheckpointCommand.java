package org.holdfast.client.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.checkpoint.StateHandle;

/**
 * {@code holdfast checkpoint inspect}: what a checkpoint or savepoint holds, and whether a job can
 * be restored from it. No cluster is asked, so it also works when there is none any more.
 */
final class CheckpointCommand implements Command {

    private static final String NONE = "-";

    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public String usage() {
        return "inspect PATH";
    }

    @Override
    public String summary() {
        return "Shows what a checkpoint or savepoint holds, and checks every file of it.";
    }

    @Override
    public CommandOptions options() {
        return new CommandOptions()
                .flag("h", "help", "show this help")
                .flag("v", "verbose", "show where an error came from");
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        List<String> words = line.getArgList();
        if (words.isEmpty() || !words.get(0).equals("inspect")) {
            throw new CliException(
                    ExitCode.USAGE,
                    (words.isEmpty() ? "Nothing" : "'" + words.get(0) + "'")
                            + " cannot be done with a checkpoint (expected: inspect PATH). The"
                            + " checkpoints of a running job are shown by holdfast checkpoints"
                            + " JOB_ID.");
        }
        JobFlags.expectArguments(line, 2, 2, "The path of the checkpoint");
        CheckpointMetadata metadata = StoredCheckpoint.read(words.get(1)).metadata();
        PrintStream out = terminal.out();
        out.println(
                metadata.kind().title()
                        + " "
                        + metadata.id()
                        + " of job "
                        + metadata.job()
                        + " ("
                        + metadata.jobName()
                        + ")");
        out.println("Kind:     " + metadata.kind().name().toLowerCase(Locale.ROOT));
        out.println("Taken at: " + Figures.time(metadata.triggerTime()));
        out.println("Metadata: " + metadata.path());
        out.println();
        List<String> problems = printOperators(metadata, out);
        out.println();
        problems.forEach(out::println);
        long files = metadata.operators().values().stream().mapToLong(s -> s.keyed().size()).sum();
        if (problems.isEmpty()) {
            out.println(
                    "VERDICT: good: all " + files + " pieces of state are as they were written");
            return ExitCode.OK;
        }
        out.println(
                "VERDICT: cannot be used: "
                        + problems.size()
                        + " of "
                        + files
                        + " pieces of state cannot be read");
        return ExitCode.BAD_CHECKPOINT;
    }

    private static List<String> printOperators(CheckpointMetadata metadata, PrintStream out) {
        TextTable table =
                new TextTable("OPERATOR", "PARALLELISM", "SPLITS", "KEYED STATE", "KEYS", "STAGED");
        StateFileCheck check = new StateFileCheck(new Configuration());
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, OperatorState> operator :
                new TreeMap<>(metadata.operators()).entrySet()) {
            OperatorState state = operator.getValue();
            long keys = 0;
            for (StateHandle handle : state.keyed()) {
                StateFileCheck.Result result = check.check(operator.getKey(), handle);
                keys +=
                        result.summary().stream()
                                .flatMap(summary -> summary.keyGroups().stream())
                                .mapToLong(group -> group.keys())
                                .sum();
                if (!result.isUsable()) {
                    problems.add(result.problem());
                }
            }
            long bytes = state.keyed().stream().mapToLong(StateHandle::length).sum();
            boolean keyed = !state.keyed().isEmpty();
            table.add(
                    operator.getKey(),
                    String.valueOf(state.parallelism()),
                    state.splits().map(splits -> String.valueOf(splits.size())).orElse(NONE),
                    keyed ? Figures.bytes(bytes) : NONE,
                    keyed ? String.valueOf(keys) : NONE,
                    state.staged().isEmpty() ? NONE : String.valueOf(state.staged().size()));
        }
        table.print(out);
        return problems;
    }
}
