package org.holdfast.runtime.usercode;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.JobArguments;
import org.holdfast.api.file.FileAccess;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.runtime.config.Spelling;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphBuilder;
import org.holdfast.runtime.jobgraph.JobId;

/** Makes a job graph of a jar, at the client. The user's code runs in the caller's thread. */
public final class JobLoader {

    private final FileAccess files;

    public JobLoader(FileAccess files) {
        this.files = requireNonNull(files, "files");
    }

    /**
     * Defines the job, twice, and divides its input.
     *
     * @throws InvalidJobException if the job cannot be run as asked for: its jar, class, arguments,
     *     definition, input or output
     * @throws IOException if a file system failed
     */
    public JobGraph load(JobId id, JobRequest request) throws IOException {
        Path file = request.jar();
        try (JobJar jar = new JobJar(file)) {
            String jobClass =
                    request.jobClass().isEmpty() ? jar.findJobClass() : request.jobClass();
            DefinedJob job = define(jar, jobClass, request);
            JobCode code =
                    new JobCode(
                            Sha256.hexOf(file),
                            jobClass,
                            request.arguments(),
                            request.parallelism());
            return new JobGraphBuilder(files).build(id, job, code, request.settings());
        }
    }

    private static DefinedJob define(JobJar jar, String jobClass, JobRequest request) {
        JobArguments arguments = JobArguments.parse(request.arguments());
        DefinedJob job = jar.define(jobClass, arguments, request.parallelism());
        refuseUnread(jobClass, arguments);
        DefinedJob again =
                jar.define(
                        jobClass, JobArguments.parse(request.arguments()), request.parallelism());
        Optional<String> difference = job.firstDifference(again);
        if (difference.isPresent()) {
            throw new InvalidJobException(
                    ("define() of job class '%s' is not deterministic: run twice, it gave %s. It"
                                    + " must define the same graph for the same arguments.")
                            .formatted(jobClass, difference.get()));
        }
        return job;
    }

    private static void refuseUnread(String jobClass, JobArguments arguments) {
        List<String> unread = arguments.unread();
        if (unread.isEmpty()) {
            return;
        }
        String name = unread.get(0);
        String hint =
                Spelling.nearest(name, arguments.asked())
                        .map(nearest -> "Did you mean '--" + nearest + "'?")
                        .orElseGet(() -> "It knows " + names(arguments) + ".");
        throw new InvalidJobException(
                "Job class '%s' does not know the argument '--%s'. %s"
                        .formatted(jobClass, name, hint));
    }

    private static String names(JobArguments arguments) {
        return arguments.asked().isEmpty()
                ? "no arguments"
                : arguments.asked().stream()
                        .sorted()
                        .map(name -> "--" + name)
                        .collect(Collectors.joining(", "));
    }
}
