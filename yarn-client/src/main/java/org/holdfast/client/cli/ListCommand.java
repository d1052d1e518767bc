package org.holdfast.client.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;

/** {@code holdfast list}: the jobs of a cluster. */
final class ListCommand implements Command {

    private static final DateTimeFormatter START_TIME =
            DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss").withZone(ZoneId.systemDefault());

    private final ClusterAccess access;

    ListCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String usage() {
        return "[OPTIONS]";
    }

    @Override
    public String summary() {
        return "Lists running and scheduled jobs.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(
                new CommandOptions()
                        .flag("r", "running", "only running and restarting jobs")
                        .flag("s", "scheduled", "only jobs that wait for slots")
                        .flag("a", "all", "also jobs that ended"));
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        JobFlags.expectArguments(line, 0, 0, "");
        List<JobSummary> jobs =
                access.connect(Target.of(line), JobFlags.configuration(line, access)).rest().jobs();
        boolean all = line.hasOption("a");
        boolean both = all || line.hasOption("r") == line.hasOption("s");
        if (both || line.hasOption("r")) {
            print(
                    terminal.out(),
                    "------------------ Running/Restarting Jobs -------------------",
                    "No running jobs.",
                    jobs.stream()
                            .filter(
                                    job ->
                                            !job.status().isTerminal()
                                                    && job.status() != JobStatus.CREATED)
                            .toList());
        }
        if (both || line.hasOption("s")) {
            print(
                    terminal.out(),
                    "----------------------- Scheduled Jobs -----------------------",
                    "No scheduled jobs.",
                    jobs.stream().filter(job -> job.status() == JobStatus.CREATED).toList());
        }
        if (all) {
            print(
                    terminal.out(),
                    "---------------------- Terminated Jobs -----------------------",
                    "No terminated jobs.",
                    jobs.stream().filter(job -> job.status().isTerminal()).toList());
        }
        return ExitCode.OK;
    }

    private static void print(PrintStream out, String header, String none, List<JobSummary> jobs) {
        if (jobs.isEmpty()) {
            out.println(none);
            return;
        }
        out.println(header);
        jobs.stream()
                .sorted(Comparator.comparingLong(JobSummary::startTime))
                .forEach(
                        job ->
                                out.println(
                                        START_TIME.format(Instant.ofEpochMilli(job.startTime()))
                                                + " : "
                                                + job.id()
                                                + " : "
                                                + job.name()
                                                + " ("
                                                + job.status()
                                                + ")"));
        out.println("--------------------------------------------------------------");
    }
}
