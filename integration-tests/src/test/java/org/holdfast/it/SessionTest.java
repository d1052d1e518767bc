package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.localhadoop.LocalHadoopExtension;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.TaskManagerDetails;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One session of two TaskManagers with two slots each, and what jobs in it go through. */
@ExtendWith(LocalHadoopExtension.class)
class SessionTest {

    private static final String JOBS = "org.holdfast.testjobs.";

    @TempDir static Path directory;

    private static LocalHadoop hadoop;
    private static Client client;
    private static String jar;
    private static String applicationId;
    private static RestClient rest;

    @BeforeAll
    static void startSession(LocalHadoop shared) throws Exception {
        hadoop = shared;
        client = new Client(Files.createDirectory(directory.resolve("client")), hadoop);
        jar = Client.testJobs();
        try (ClientProcess session =
                client.yarnSession(
                        "-d",
                        "-n",
                        "2",
                        "-s",
                        "2",
                        "-jm",
                        "512",
                        "-tm",
                        "512",
                        "-nm",
                        "session-test")) {
            session.expectExit(0);
            String url = session.awaitOutput("JobManager Web Interface: (http://\\S+)");
            applicationId = session.awaitOutput("-id (application_\\d+_\\d+)");
            rest = new RestClient(URI.create(url));
        }
        await("two TaskManagers").until(() -> rest.taskManagers().size() == 2);
    }

    @AfterAll
    static void stopSession() throws Exception {
        try (ClientProcess session = client.yarnSession("-id", applicationId)) {
            session.type("stop");
            session.expectExit(0);
        }
        await("no container left").until(() -> hadoop.containerProcesses().isEmpty());
    }

    @Test
    void countsWords() throws Exception {
        Map<String, Long> expected = new TreeMap<>();
        try (FileSystem hdfs = FileSystem.newInstance(hadoop.configuration())) {
            org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path("/count-words/in");
            for (int file = 0; file < 3; file++) {
                try (FSDataOutputStream out =
                        hdfs.create(new org.apache.hadoop.fs.Path(folder, "part" + file))) {
                    for (int i = 0; i < 20_000; i++) {
                        String word = "w" + (i * 31L + file) % 997;
                        out.writeBytes(word + (i % 7 == 0 ? "\n" : " "));
                        expected.merge(word, 1L, Long::sum);
                    }
                }
            }
            try (ClientProcess run =
                    client.holdfast(
                            "run",
                            "-p",
                            "3",
                            client.example("WordCount"),
                            "--input",
                            "/count-words/in",
                            "--output",
                            "/count-words/out")) {
                run.expectExit(0);
                assertThat(run.output())
                        .containsPattern("Job has been submitted with JobID [0-9a-f]{32}");
            }
            Map<String, Long> counted = new TreeMap<>();
            for (FileStatus part :
                    hdfs.listStatus(new org.apache.hadoop.fs.Path("/count-words/out"))) {
                for (String line :
                        new String(hdfs.open(part.getPath()).readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .toList()) {
                    String[] fields = line.split("\\s+");
                    counted.merge(fields[0], Long.valueOf(fields[1]), Long::sum);
                }
            }
            assertThat(counted).isEqualTo(expected);
        }
    }

    @Test
    void tellsTheCauseOfAUserFailure() throws Exception {
        try (ClientProcess run =
                client.holdfast("run", "-c", JOBS + "FailingJob", jar, "--at", "5000")) {
            run.expectExit(5);
            assertThat(run.output())
                    .contains("record 5000 cannot be processed")
                    .contains("FailingJob");
        }
    }

    @Test
    void restartsAFailingJobAsOftenAsConfigured() throws Exception {
        try (ClientProcess run =
                client.holdfast(
                        "run",
                        "-Drestart-strategy=fixed-delay",
                        "-Drestart-strategy.fixed-delay.attempts=2",
                        "-Drestart-strategy.fixed-delay.delay=100 ms",
                        "-c",
                        JOBS + "FailingJob",
                        jar)) {
            String id = run.awaitOutput("JobID ([0-9a-f]{32})");
            run.expectExit(5);
            assertThat(job(id).restarts()).isEqualTo(2);
        }
    }

    @Test
    void cancelsARunningJob() throws Exception {
        String id = submit("EndlessCount");
        awaitRunning(id, 0);
        try (ClientProcess list = client.holdfast("list")) {
            list.expectExit(0);
            assertThat(list.output())
                    .contains("------------------ Running/Restarting Jobs -------------------")
                    .containsPattern(
                            "\\d\\d\\.\\d\\d\\.\\d{4} \\d\\d:\\d\\d:\\d\\d : "
                                    + id
                                    + " : EndlessCount \\(RUNNING\\)");
        }
        try (ClientProcess cancel = client.holdfast("cancel", id)) {
            cancel.expectExit(0);
            assertThat(cancel.output())
                    .contains("Cancelling job " + id + ".")
                    .contains("Cancelled job " + id + ".");
        }
        assertThat(job(id).summary().status()).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void refusesAJobThatNeedsMoreSlotsThanThereCanBe() throws Exception {
        try (ClientProcess run =
                client.holdfast("run", "-p", "128", "-c", JOBS + "EndlessCount", jar)) {
            assertThat(run.awaitExit()).as(run.output()).isIn(3, 5);
            assertThat(run.output()).contains("128").contains("slots");
        }
    }

    @Test
    void failsAJobWhoseTaskManagerIsKilledAndReplacesTheContainer() throws Exception {
        String id = submit("EndlessCount", "-p", "4");
        awaitRunning(id, 0);
        TaskManagerId victim = killATaskManagerOf(id);
        await("job failed").until(() -> job(id).summary().status() == JobStatus.FAILED);
        assertThat(job(id).failures().get(0).cause()).contains(victim.text());
        awaitReplaced(victim);
    }

    @Test
    void restartsAJobWhoseTaskManagerIsKilled() throws Exception {
        String id =
                submit(
                        "EndlessCount",
                        "-p",
                        "4",
                        "-Drestart-strategy=fixed-delay",
                        "-Drestart-strategy.fixed-delay.attempts=3");
        awaitRunning(id, 0);
        TaskManagerId victim = killATaskManagerOf(id);
        awaitRunning(id, 1);
        awaitReplaced(victim);
        rest.cancel(new JobId(id));
        await("job cancelled").until(() -> job(id).summary().status() == JobStatus.CANCELED);
    }

    @Test
    void survivesUserCodeThatExitsTheProcess() throws Exception {
        try (ClientProcess run = client.holdfast("run", "-c", JOBS + "ExitingJob", jar)) {
            run.expectExit(5);
        }
        await("two TaskManagers again").until(() -> rest.taskManagers().size() == 2);
        assertThat(rest.overview().clusterId()).isEqualTo(applicationId);
    }

    @Test
    void slowsTheSourceDownToTheSinksPace() throws Exception {
        String id = submit("EndlessCount", "-p", "2", "--rate", "1000000", "--pause", "10");
        awaitRunning(id, 0);
        await("back-pressure at the source")
                .until(() -> job(id).vertices().get(0).counters().backPressuredMillis() > 2_000);
        JobDetails.Vertex sink = job(id).vertices().get(1);
        long read = job(id).vertices().get(0).counters().recordsOut();
        assertThat(read - sink.counters().recordsIn())
                .as("records between source and sink")
                .isLessThan(2_000_000);
        rest.cancel(new JobId(id));
        await("job cancelled").until(() -> job(id).summary().status() == JobStatus.CANCELED);
    }

    private static String submit(String jobClass, String... words) throws Exception {
        List<String> options = new ArrayList<>(List.of("run", "-d"));
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            boolean forTheJob = words[i].startsWith("--");
            (forTheJob ? arguments : options).add(words[i]);
            if (forTheJob || words[i].equals("-p")) {
                (forTheJob ? arguments : options).add(words[++i]);
            }
        }
        options.addAll(List.of("-c", JOBS + jobClass, jar));
        options.addAll(arguments);
        try (ClientProcess run = client.holdfast(options.toArray(new String[0]))) {
            run.expectExit(0);
            return run.awaitOutput("Job has been submitted with JobID ([0-9a-f]{32})");
        }
    }

    private static TaskManagerId killATaskManagerOf(String id) {
        String taskManager = job(id).vertices().get(0).subtasks().get(0).taskManager();
        TaskManagerDetails victim =
                rest.taskManagers().stream()
                        .filter(details -> details.registration().id().text().equals(taskManager))
                        .findFirst()
                        .orElseThrow();
        assertThat(ProcessHandle.of(victim.registration().pid()))
                .get()
                .satisfies(ProcessHandle::destroyForcibly);
        return victim.registration().id();
    }

    private static void awaitReplaced(TaskManagerId victim) {
        await("replacement of " + victim)
                .until(
                        () ->
                                rest.taskManagers().size() == 2
                                        && rest.taskManagers().stream()
                                                .noneMatch(
                                                        details ->
                                                                details.registration()
                                                                        .id()
                                                                        .equals(victim)));
    }

    private static void awaitRunning(String id, int restarts) {
        await("job " + id + " running after " + restarts + " restarts")
                .until(
                        () -> {
                            JobDetails job = job(id);
                            return job.restarts() == restarts
                                    && job.summary().status() == JobStatus.RUNNING
                                    && job.summary().runningTasks() == job.summary().tasks()
                                    && job.vertices().get(0).counters().recordsOut() > 0;
                        });
    }

    private static JobDetails job(String id) {
        return rest.job(new JobId(id)).orElseThrow();
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50));
    }
}
