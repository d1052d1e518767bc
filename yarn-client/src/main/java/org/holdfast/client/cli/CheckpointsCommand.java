package org.holdfast.client.cli;

import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.CheckpointReport.Checkpoint;

/** {@code holdfast checkpoints}: what became of a job's latest checkpoints and savepoints. */
final class CheckpointsCommand implements Command {

    private final ClusterAccess access;

    CheckpointsCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "checkpoints";
    }

    @Override
    public String usage() {
        return "[OPTIONS] JOB_ID";
    }

    @Override
    public String summary() {
        return "Shows the latest checkpoints and savepoints of a job.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(new CommandOptions());
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        JobFlags.expectArguments(line, 1, 1, "The job's id");
        CheckpointReport report =
                ClusterJob.of(
                                line.getArgList().get(0),
                                line,
                                JobFlags.configuration(line, access),
                                access)
                        .checkpoints();
        report.restored()
                .ifPresent(
                        from ->
                                terminal.out()
                                        .println(
                                                "Restored at "
                                                        + Figures.time(from.time())
                                                        + " from "
                                                        + from.path()));
        if (report.history().isEmpty()) {
            terminal.out().println("No checkpoints.");
            return ExitCode.OK;
        }
        TextTable table =
                new TextTable(
                        "ID",
                        "KIND",
                        "STATUS",
                        "TRIGGERED",
                        "DURATION",
                        "STATE",
                        "ALIGNMENT",
                        "PAUSE",
                        "UPLOAD",
                        "TASKS",
                        "PATH OR FAILURE");
        report.history().forEach(checkpoint -> add(checkpoint, table));
        table.print(terminal.out());
        terminal.out()
                .println(report.completed() + " completed, " + report.failed() + " failed in all.");
        return ExitCode.OK;
    }

    private static void add(Checkpoint checkpoint, TextTable table) {
        table.add(
                checkpoint.name(),
                checkpoint.kind().name(),
                checkpoint.status().name(),
                Figures.time(checkpoint.triggerTime()),
                Figures.millis(checkpoint.durationMillis()),
                Figures.bytes(checkpoint.stateBytes()),
                Figures.micros(checkpoint.alignmentMicros()),
                Figures.micros(checkpoint.pauseMicros()),
                Figures.micros(checkpoint.uploadMicros()),
                checkpoint.acknowledged() + "/" + checkpoint.tasks(),
                checkpoint.failure().isEmpty() ? checkpoint.path() : checkpoint.failure());
    }
}
