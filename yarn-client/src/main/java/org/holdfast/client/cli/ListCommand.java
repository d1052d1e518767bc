package org.holdfast.client.cli;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;

/** {@code holdfast list}: the jobs of a cluster. */
final class ListCommand implements Command {

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
        return "Lists running and scheduled jobs, their checkpoints and restarts.";
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
        RestClient rest =
                access.connect(Target.of(line), JobFlags.configuration(line, access)).rest();
        List<JobSummary> jobs = rest.jobs();
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
                                                    && job.status() != JobStatus.CREATED
                                                    && job.status() != JobStatus.QUARANTINED)
                            .toList(),
                    job -> health(rest, job.id()));
        }
        if (both || line.hasOption("s")) {
            print(
                    terminal.out(),
                    "----------------------- Scheduled Jobs -----------------------",
                    "No scheduled jobs.",
                    jobs.stream().filter(job -> job.status() == JobStatus.CREATED).toList(),
                    job -> List.of());
        }
        List<JobSummary> quarantined =
                jobs.stream().filter(job -> job.status() == JobStatus.QUARANTINED).toList();
        if (both && !quarantined.isEmpty()) {
            print(
                    terminal.out(),
                    "---------------------- Quarantined Jobs ----------------------",
                    "",
                    quarantined,
                    job -> quarantine(rest, job.id()));
        }
        if (all) {
            print(
                    terminal.out(),
                    "---------------------- Terminated Jobs -----------------------",
                    "No terminated jobs.",
                    jobs.stream().filter(job -> job.status().isTerminal()).toList(),
                    job -> List.of());
        }
        return ExitCode.OK;
    }

    /** Empty for a job that the JobManager has forgotten since it named it. */
    private static List<String> health(RestClient rest, JobId id) {
        Optional<JobDetails> job = rest.job(id);
        Optional<CheckpointReport> checkpoints = rest.checkpoints(id);
        return job.isPresent() && checkpoints.isPresent()
                ? new JobHealth(job.get(), checkpoints.get()).inBrief()
                : List.of();
    }

    private static List<String> quarantine(RestClient rest, JobId id) {
        return rest.job(id).map(JobHealth::ofQuarantined).orElse(List.of());
    }

    private static void print(
            PrintStream out,
            String header,
            String none,
            List<JobSummary> jobs,
            Function<JobSummary, List<String>> more) {
        if (jobs.isEmpty()) {
            out.println(none);
            return;
        }
        out.println(header);
        jobs.stream()
                .sorted(Comparator.comparingLong(JobSummary::startTime))
                .forEach(
                        job -> {
                            out.println(
                                    (job.startTime() == 0
                                                    ? "(not started)"
                                                    : Figures.time(job.startTime()))
                                            + " : "
                                            + job.id()
                                            + " : "
                                            + (job.name().isEmpty() ? "(name unknown)" : job.name())
                                            + " ("
                                            + job.status()
                                            + ")");
                            more.apply(job).forEach(text -> out.println("    " + text));
                        });
        out.println("--------------------------------------------------------------");
    }
}
