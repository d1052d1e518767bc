package org.holdfast.runtime.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.holdfast.api.Job;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.standalone.StandaloneResourceProvider;
import org.holdfast.runtime.usercode.JobLoader;
import org.holdfast.runtime.usercode.JobRequest;

/**
 * A JobManager in this JVM, and TaskManagers in this one or in their own, on the local file system.
 */
final class TestCluster implements AutoCloseable {

    private static final String CLUSTER = "test-cluster";
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final JobManager jobManager;
    private final RestClient client;
    private int jars;

    /**
     * @param settings of all processes; wins over the test's defaults
     */
    TestCluster(Path directory, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.settings.put("jobmanager.rpc.port", "0");
        this.settings.put("jobmanager.bind-host", "127.0.0.1");
        this.settings.put("taskmanager.bind-host", "127.0.0.1");
        this.settings.put("rest.bind-port", "0");
        this.settings.put("rest.bind-address", "127.0.0.1");
        this.settings.put("taskmanager.host", "localhost");
        this.settings.put("taskmanager.shutdown-timeout", "5 s");
        this.settings.putAll(settings);
        this.jobManager =
                JobManagerProcess.start(
                        new JobManagerSetup(
                                CLUSTER,
                                1,
                                1,
                                "localhost",
                                Configuration.of(this.settings),
                                directory.resolve("storage").toUri().toString(),
                                (mainThread, address) -> new StandaloneResourceProvider(1),
                                Optional.empty()),
                        reason -> {
                            throw new AssertionError("fenced: " + reason);
                        });
        open.push(jobManager);
        this.client = new RestClient(jobManager.restUrl());
    }

    JobManager jobManager() {
        return jobManager;
    }

    RestClient client() {
        return client;
    }

    /** Starts a TaskManager in this JVM. */
    TaskManagerProcess startTaskManager(String id, int slots) throws IOException {
        TaskManagerProcess taskManager =
                TaskManagerProcess.start(
                        Configuration.of(taskManagerSettings(id, slots)),
                        directory.resolve(id),
                        (reason, cause) -> {
                            throw new AssertionError(reason, cause);
                        });
        open.push(taskManager);
        return taskManager;
    }

    /** Starts a TaskManager in a JVM of its own. */
    TaskManagerJvm forkTaskManager(String id, int slots) throws IOException {
        TaskManagerJvm taskManager =
                new TaskManagerJvm(directory.resolve(id), taskManagerSettings(id, slots));
        open.push(taskManager);
        return taskManager;
    }

    private Map<String, String> taskManagerSettings(String id, int slots) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("internal.cluster-id", CLUSTER);
        own.put("jobmanager.rpc.address", jobManager.address().host());
        own.put("jobmanager.rpc.port", String.valueOf(jobManager.address().port()));
        own.put("taskmanager.resource-id", id);
        own.put("taskmanager.numberOfTaskSlots", String.valueOf(slots));
        return own;
    }

    /** Waits until that many TaskManagers are registered. */
    void awaitTaskManagers(int count) {
        Awaitility.await(count + " registered TaskManagers")
                .atMost(WAIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.overview().taskManagers() == count);
    }

    /** Submits a job. */
    JobId submit(Class<? extends Job> job, int parallelism, String... arguments)
            throws IOException {
        Path jar = JobJars.packageOf(job, directory.resolve("job-" + jars++ + ".jar"));
        JobGraph graph =
                new JobLoader(new HadoopFileAccess(new org.apache.hadoop.conf.Configuration()))
                        .load(
                                JobId.random(),
                                new JobRequest(
                                        jar,
                                        job.getName(),
                                        List.of(arguments),
                                        parallelism,
                                        Map.of()));
        client.putBlob(graph.code().jarDigest(), jar);
        return client.submit(graph);
    }

    /** Waits until the job has that status and all tasks of a running job run. */
    JobDetails await(JobId job, JobStatus status) {
        Awaitility.await("job " + status)
                .atMost(WAIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> describe(job), last -> last.startsWith(status + " "));
        return client.job(job).orElseThrow();
    }

    private String describe(JobId job) {
        JobDetails details = client.job(job).orElseThrow();
        JobStatus status = details.summary().status();
        int running = details.summary().runningTasks();
        boolean settled = status != JobStatus.RUNNING || running == details.summary().tasks();
        return (settled ? status + " " : "not all tasks of the job run: ")
                + details.waitingFor()
                + details.failures();
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
