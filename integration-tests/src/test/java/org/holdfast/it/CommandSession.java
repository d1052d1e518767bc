package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.TaskManagerDetails;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;

/** A session of two TaskManagers with two slots each, and the commands that are given to it. */
final class CommandSession implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Client client;
    private final String applicationId;
    private final RestClient rest;

    /**
     * Starts it and waits for its TaskManagers.
     *
     * @param directory empty; everything the commands write locally goes below it
     */
    CommandSession(Path directory, LocalHadoop hadoop, String name) throws Exception {
        this(new Client(directory, hadoop), name);
    }

    /** Starts it and waits for its TaskManagers. */
    CommandSession(Client client, String name) throws Exception {
        this.client = client;
        try (ClientProcess session =
                client.yarnSession(
                        "-d", "-n", "2", "-s", "2", "-jm", "512", "-tm", "512", "-nm", name)) {
            session.expectExit(0);
            applicationId = session.awaitOutput("-id (application_\\d+_\\d+)");
            rest =
                    new RestClient(
                            URI.create(
                                    session.awaitOutput(
                                            "JobManager Web Interface: (http://\\S+)")));
        }
        Awaitility.await("two TaskManagers")
                .atMost(LONGEST)
                .until(() -> rest.taskManagers().size() == 2);
    }

    /**
     * Gives a command.
     *
     * @param pattern has to be found in what it prints
     * @return the pattern's first group, or all it found if it has none
     */
    String expect(int exit, String pattern, String... words) throws Exception {
        try (ClientProcess command = client.holdfast(words)) {
            command.expectExit(exit);
            Matcher found = Pattern.compile(pattern).matcher(command.output());
            assertThat(found.find()).as("%s in:%n%s", pattern, command.output()).isTrue();
            return found.groupCount() > 0 ? found.group(1) : found.group();
        }
    }

    /**
     * The words that run a job which takes a checkpoint every 300 ms and never restarts.
     *
     * @param options more of them
     */
    static String[] run(
            String jobClass, int parallelism, List<String> options, List<String> arguments) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "run",
                                "-p",
                                String.valueOf(parallelism),
                                "-Dexecution.checkpointing.interval=300 ms",
                                "-Dstate.checkpoints.dir=/command-test/checkpoints",
                                "-Drestart-strategy=off"));
        words.addAll(options);
        words.addAll(List.of("-c", jobClass, Client.testJobs()));
        words.addAll(arguments);
        return words.toArray(new String[0]);
    }

    /** Submits a job that runs on, and returns its id. */
    String submit(String jobClass, int parallelism, List<String> options, List<String> arguments)
            throws Exception {
        List<String> detached = new ArrayList<>(options);
        detached.add("-d");
        return expect(0, "JobID ([0-9a-f]{32})", run(jobClass, parallelism, detached, arguments));
    }

    /** Waits until all tasks of a job run and its first vertex has put out so many records. */
    void awaitRecords(String id, long records) {
        Awaitility.await("job " + id + " has read " + records + " records")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            JobDetails job = job(id);
                            assertThat(job.summary().status().isTerminal()).as("%s", job).isFalse();
                            return job.summary().runningTasks() == job.summary().tasks()
                                    && job.vertices().get(0).counters().recordsOut() >= records;
                        });
    }

    JobDetails job(String id) {
        return rest.job(new JobId(id)).orElseThrow();
    }

    CheckpointReport checkpoints(String id) {
        return rest.checkpoints(new JobId(id)).orElseThrow();
    }

    /** Sends SIGKILL to the TaskManager that runs the job's first task. */
    void killATaskManagerOf(String id) {
        String taskManager = job(id).vertices().get(0).subtasks().get(0).taskManager();
        TaskManagerDetails victim =
                rest.taskManagers().stream()
                        .filter(details -> details.registration().id().text().equals(taskManager))
                        .findFirst()
                        .orElseThrow();
        assertThat(ProcessHandle.of(victim.registration().pid()))
                .get()
                .satisfies(ProcessHandle::destroyForcibly);
    }

    void cancel(String id) {
        rest.cancel(new JobId(id));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try (ClientProcess stop = client.holdfast("stop", "-id", applicationId)) {
            stop.expectExit(0);
        }
    }
}
