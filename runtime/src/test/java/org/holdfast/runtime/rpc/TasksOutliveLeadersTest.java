package org.holdfast.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.Staging;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.highavailability.InProcessServices;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.leader.PublishedLeaders;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.rpc.TestLinks.FakeJobManager;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskCode;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskEnvironment;
import org.holdfast.runtime.task.TestDataPlane;
import org.holdfast.runtime.task.ThreadMainThread;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.LogFile;
import org.holdfast.runtime.taskmanager.TaskManager;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A TaskManager with a real task, whose JobManagers die and come back while it runs. */
class TasksOutliveLeadersTest {

    private static final String GRAPH = "ab".repeat(32);
    private static final TaskManagerId ID = new TaskManagerId("tm-1");
    private static final ExecutionAttemptId ATTEMPT =
            new ExecutionAttemptId(new JobId("a".repeat(32)), 0, 0, 7);

    private final TestLinks links = new TestLinks();
    private final InProcessServices services = new InProcessServices(1);
    private final ThreadMainThread mainThread = new ThreadMainThread();
    private final DataPlane dataPlane = TestDataPlane.open();
    private final List<String> ends = new CopyOnWriteArrayList<>();

    /** How often the task's code was opened, and what it wrote. */
    private final AtomicInteger openings = new AtomicInteger();

    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);

    private ControlLink link;
    private int attempts;

    /** An endless source into a sink that counts. */
    private final class EndlessCode implements TaskCode {

        @Override
        public ClassLoader classLoader() {
            return TasksOutliveLeadersTest.class.getClassLoader();
        }

        @Override
        public DefinedJob define() {
            DataflowBuilder flow = new DataflowBuilder("test", 1);
            flow.source("numbers", source()).sink("counting", context -> new CountingWriter());
            return flow.build();
        }

        @Override
        public void close() {}
    }

    private static GeneratorSource<Long> source() {
        return GeneratorSource.<Long>numbered(n -> n).perSecond(10_000);
    }

    private final class CountingWriter implements SinkWriter<Long> {

        CountingWriter() {
            openings.incrementAndGet();
        }

        @Override
        public void write(Long value) {
            written.incrementAndGet();
            if (end.getCount() == 0) {
                throw new IllegalStateException("told by the test");
            }
        }

        @Override
        public Staging prepare(long checkpoint) {
            return Staging.NOTHING;
        }

        @Override
        public void close() {}
    }

    /** A JobManager in an epoch of its own. */
    private final class Leader {

        final CoordinationStore session = services.openStore(() -> {});
        final LeaderEpoch epoch;
        final FakeJobManager jobManager;

        Leader() throws IOException {
            attempts++;
            epoch = session.campaign(new LeaderCandidate(attempts, "process-" + attempts)).get();
            jobManager = links.jobManager(TestLinks.CLUSTER, epoch.number(), 0);
        }

        void publish() throws IOException {
            String address = jobManager.system.address().toString();
            session.publish(new PublishedLeader(epoch, address, "http://none"));
        }

        void die() {
            jobManager.system.close();
            session.close();
        }
    }

    @BeforeEach
    void startTaskManager() throws IOException {
        TaskEnvironment environment =
                new TaskEnvironment(
                        dataPlane,
                        deployment -> new EndlessCode(),
                        new HadoopFileAccess(new org.apache.hadoop.conf.Configuration(false)),
                        KryoRecordSerializer::new,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        (reason, cause) -> ends.add("fatal: " + reason));
        PublishedLeaders leaders = new PublishedLeaders(services);
        TaskManager taskManager =
                new TaskManager(
                        ID,
                        Configuration.empty()
                                .with(TaskManagerOptions.HEARTBEAT_INTERVAL, Duration.ofHours(1))
                                .with(TaskManagerOptions.REPORT_INTERVAL, Duration.ofHours(1)),
                        mainThread,
                        (deployment, listener) ->
                                new Task(deployment, environment, mainThread, listener),
                        dataPlane::networkBytes,
                        new LogFile(Path.of("none"), Runnable::run),
                        leaders.leadersFollow(),
                        ends::add);
        link =
                new ControlLink(
                        TestLinks.SETTINGS,
                        new ControlLink.Ends(
                                TestLinks.CLUSTER,
                                new TaskManagerRegistration(
                                        ID, "first", "localhost", 1, dataPlane.address(), 1, 1),
                                "127.0.0.1",
                                PortRange.of(0)),
                        leaders,
                        mainThread,
                        taskManager,
                        taskManager);
        mainThread.execute(taskManager::start);
        link.open();
    }

    @AfterEach
    void stop() throws Exception {
        end.countDown();
        link.close();
        links.close();
        mainThread.close();
        dataPlane.close();
    }

    private static TaskDeployment deployment() {
        SourceSplit split = source().splits(1, null).get(0);
        return new TaskDeployment(
                ATTEMPT,
                "test",
                new JobCode("0".repeat(64), "Test", List.of(), 1),
                "none",
                GRAPH,
                1,
                List.of(SplitPosition.startOf(split)),
                TaskRestore.NOTHING,
                List.of(),
                List.of(),
                Map.of());
    }

    @Test
    void aTaskRunsOnWithoutALeaderAndIsReportedToTheNext() throws Exception {
        Leader first = new Leader();
        first.publish();
        expect(first, "registered tm-1", "heartbeat tm-1");
        first.jobManager.gateway.get().submitTask(deployment());
        expect(first, "tm-1 INITIALIZING ", "tm-1 RUNNING ");
        awaitGrowth("while a JobManager leads");

        first.die();
        awaitGrowth("while none leads");
        Leader second = new Leader();
        FakeJobManager zombie =
                links.jobManager(
                        TestLinks.CLUSTER,
                        first.epoch.number(),
                        first.jobManager.system.address().port());
        awaitGrowth("while a JobManager of the past tries to lead");
        long before = written.get();
        second.publish();
        expect(second, "registered tm-1");

        AttemptReport report = second.jobManager.report.attempts().get(0);
        assertThat(report.attempt()).isEqualTo(ATTEMPT);
        assertThat(report.latest().state()).isEqualTo(ExecutionState.RUNNING);
        assertThat(report.latest().counters().recordsIn()).isGreaterThanOrEqualTo(before);
        assertThat(report.graphHash()).isEqualTo(GRAPH);
        assertThat(openings).as("how often the task was started").hasValue(1);
        awaitGrowth("while the next leads");
        assertThat(zombie.events.soFar())
                .as("what one of the past hears")
                .noneMatch(event -> event.startsWith("heartbeat") || event.contains("RUNNING"));
        assertThat(ends).isEmpty();
    }

    @Test
    void howATaskEndedIsToldToEachLeaderUntilOneAcknowledgesIt() throws Exception {
        Leader first = new Leader();
        first.publish();
        expect(first, "registered tm-1", "heartbeat tm-1");
        first.jobManager.gateway.get().submitTask(deployment());
        expect(first, "tm-1 INITIALIZING ", "tm-1 RUNNING ");
        first.die();
        end.countDown();

        Leader second = new Leader();
        second.publish();
        expect(second, "registered tm-1");
        assertThat(failuresIn(second)).hasSizeLessThanOrEqualTo(1); // it may just be failing
        assertThat(second.jobManager.events.next()).startsWith("tm-1 FAILED ");
        second.die();

        Leader third = new Leader();
        third.publish();
        expect(third, "registered tm-1");
        assertThat(failuresIn(third))
                .singleElement()
                .satisfies(report -> assertThat(report.latest().failure()).contains("told by the"));
        assertThat(third.jobManager.events.next()).startsWith("tm-1 FAILED ");
        third.jobManager.gateway.get().acknowledgeEnd(ATTEMPT);
        // What comes back over the same link comes after the acknowledgement.
        third.jobManager.gateway.get().readLog(1).exceptionally(Throwable::toString).get();
        third.die();

        Leader fourth = new Leader();
        fourth.publish();
        expect(fourth, "registered tm-1");
        assertThat(fourth.jobManager.report.attempts()).isEmpty();
    }

    private static List<AttemptReport> failuresIn(Leader leader) {
        return leader.jobManager.report.attempts().stream()
                .filter(AttemptReport::hasEnded)
                .toList();
    }

    private static void expect(Leader leader, String... events) throws InterruptedException {
        for (String event : events) {
            assertThat(leader.jobManager.events.next()).isEqualTo(event);
        }
    }

    private void awaitGrowth(String when) {
        long before = written.get();
        await("records " + when).atMost(Duration.ofSeconds(20)).until(() -> written.get() > before);
    }
}
