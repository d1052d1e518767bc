package org.holdfast.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.checkpoint.InMemoryCheckpoints;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.ClusterOverview;
import org.holdfast.runtime.dispatcher.Coordinators;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobRegistry;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.VolatileJobs;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerListener;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/** The real coordinators with fakes around them, on a virtual clock. */
public final class TestCluster {

    /** Wall clock at the virtual clock's zero. */
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final long FIRST_EPOCH = 3;

    public final ManualMainThread mainThread = new ManualMainThread();
    public final FakeResourceProvider resources;
    public final InMemoryCheckpoints checkpoints;

    /** What outlives JobManagers, if anything does. */
    public final InMemoryJobs jobs;

    /** Of the latest JobManager. */
    public Coordinators coordinators;

    private final Builder builder;
    private final Map<ExecutionAttemptId, Long> deployedIn = new HashMap<>();
    private Leader leader;
    private TaskManagerListener listener;
    private long epoch = FIRST_EPOCH - 1;

    private TestCluster(Builder builder) {
        this.builder = builder;
        resources =
                new FakeResourceProvider(
                        mainThread,
                        builder.slots,
                        builder.atMost,
                        builder.limitIsKnown,
                        builder.elastic);
        Executor later =
                answer ->
                        mainThread.schedule(
                                Duration.ofMillis(builder.latencyMillis.getAsLong()), answer);
        checkpoints = new InMemoryCheckpoints(later);
        jobs = new InMemoryJobs(later, checkpoints);
        FakeStreams streams = new FakeStreams(resources::running);
        resources.makesTaskManagersWith(
                number ->
                        new FakeTaskManager(
                                new TaskManagerId("tm-" + number),
                                number,
                                builder.slots,
                                mainThread,
                                new LatestJobManager(),
                                builder.latencyMillis,
                                streams,
                                this::checkSubmission));
        startJobManager();
        mainThread.runDue();
    }

    // ---------------------------------------------------------------- JobManagers

    /** The JobManager's process is gone; tasks run on. */
    public void killJobManager() {
        leader.die();
    }

    public boolean hasJobManager() {
        return leader.isAlive();
    }

    /** The next one is elected, whether the one before is gone or not; TaskManagers follow it. */
    public void startJobManager() {
        epoch++;
        Leader elected = new Leader(mainThread);
        leader = elected;
        JobManagerSetup setup =
                new JobManagerSetup(
                        "cluster",
                        3,
                        3,
                        "localhost",
                        Configuration.of(builder.settings),
                        "file:///unused",
                        (thread, address) -> resources,
                        builder.ownJob);
        InstantSource wallClock = () -> EPOCH.plusMillis(mainThread.nowMillis());
        JobRegistry registry =
                builder.stored
                        ? elected.outbound(JobRegistry.class, jobs.elect())
                        : new VolatileJobs();
        CheckpointStorage.Factory files = checkpoints.whileTrue(() -> leader == elected);
        coordinators =
                new Coordinators(
                        setup,
                        "1.2.3",
                        epoch,
                        elected,
                        wallClock.withZone(ZoneOffset.UTC),
                        new ResourcesOf(elected),
                        digest -> "hdfs:///jars/" + digest,
                        (job, settings) ->
                                elected.outbound(
                                        CheckpointStorage.class, files.forJob(job, settings)),
                        registry,
                        mainThread::nowMillis);
        listener = elected.inbound(TaskManagerListener.class, coordinators.taskManagers());
        elected.run(coordinators::start);
        resources.running().forEach(FakeTaskManager::loseLink);
    }

    /** The ResourceProvider as one JobManager has it. */
    private final class ResourcesOf implements ResourceProvider {

        private final Leader owner;
        private final ResourceProvider calls;

        ResourcesOf(Leader owner) {
            this.owner = owner;
            this.calls = owner.outbound(ResourceProvider.class, resources);
        }

        @Override
        public void start(Listener newListener) {
            calls.start(owner.inbound(Listener.class, newListener));
        }

        @Override
        public boolean isElastic() {
            return resources.isElastic();
        }

        @Override
        public int slotsPerTaskManager() {
            return resources.slotsPerTaskManager();
        }

        @Override
        public OptionalInt maxTaskManagers() {
            return resources.maxTaskManagers();
        }

        @Override
        public void declareWanted(int taskManagers) {
            calls.declareWanted(taskManagers);
        }

        @Override
        public void onRegistered(TaskManagerId id) {
            calls.onRegistered(id);
        }

        @Override
        public void release(TaskManagerId id, String reason) {
            calls.release(id, reason);
        }

        @Override
        public void close() {
            calls.close();
        }
    }

    /** Whoever leads hears of TaskManagers; nobody does while nobody leads. */
    private final class LatestJobManager implements TaskManagerListener {

        @Override
        public String onRegistered(
                TaskManagerRegistration registration,
                TaskManagerReport report,
                TaskManagerGateway gateway) {
            return listener.onRegistered(
                    registration, report, leader.outbound(TaskManagerGateway.class, gateway));
        }

        @Override
        public void onHeartbeat(TaskManagerHeartbeat heartbeat) {
            listener.onHeartbeat(heartbeat);
        }

        @Override
        public void onTaskStateChanged(TaskManagerId id, TaskStateChange change) {
            listener.onTaskStateChanged(id, change);
        }

        @Override
        public void onCheckpointAnswer(TaskManagerId id, CheckpointAnswer answer) {
            listener.onCheckpointAnswer(id, answer);
        }

        @Override
        public void onLinkLost(TaskManagerId id, String reason) {
            listener.onLinkLost(id, reason);
        }

        @Override
        public void onLost(TaskManagerId id, String reason) {
            listener.onLost(id, reason);
        }
    }

    /** What differs between clusters. */
    public static final class Builder {

        private final Map<String, String> settings = new HashMap<>();
        private int slots = 2;
        private int atMost = 4;
        private boolean limitIsKnown = true;
        private boolean elastic = true;
        private boolean stored;
        private Optional<JobGraph> ownJob = Optional.empty();
        private LongSupplier latencyMillis = () -> 1;

        public Builder slotsPerTaskManager(int number) {
            slots = number;
            return this;
        }

        /** How many TaskManagers there can be, and whether that is known beforehand. */
        public Builder atMost(int taskManagers, boolean known) {
            atMost = taskManagers;
            limitIsKnown = known;
            return this;
        }

        /** TaskManagers come when somebody starts them, not when they are wanted. */
        public Builder startedByHand() {
            elastic = false;
            limitIsKnown = false;
            return this;
        }

        /** What becomes of jobs is stored, and outlives the JobManager. */
        public Builder stored() {
            stored = true;
            return this;
        }

        public Builder setting(String key, String value) {
            settings.put(key, value);
            return this;
        }

        public Builder ownJob(JobGraph job) {
            ownJob = Optional.of(job);
            return this;
        }

        public Builder latency(LongSupplier millis) {
            latencyMillis = millis;
            return this;
        }

        /** Starts it; TaskManagers come when time passes. */
        public TestCluster start() {
            return new TestCluster(this);
        }
    }

    /** TaskManagers of two slots, four at most. */
    public static Builder cluster() {
        return new Builder();
    }

    // ---------------------------------------------------------------- a client's view

    /** The answer to a client's question. */
    public <T> T answer(CompletableFuture<T> question) {
        mainThread.runDue();
        assertThat(question).as("answer").isDone();
        return question.join();
    }

    public JobId submit(TestGraphs graph) {
        return submit(graph.build());
    }

    public JobId submit(JobGraph graph) {
        return answer(dispatcher().submit(graph));
    }

    public DispatcherGateway dispatcher() {
        return coordinators.dispatcher();
    }

    public JobDetails details(JobId job) {
        return answer(dispatcher().job(job)).orElseThrow();
    }

    public JobStatus status(JobId job) {
        return details(job).summary().status();
    }

    public JobStatus cancel(JobId job) {
        return answer(dispatcher().cancel(job)).orElseThrow();
    }

    public ClusterOverview overview() {
        return answer(dispatcher().overview());
    }

    // ---------------------------------------------------------------- time

    public void advance(Duration time) {
        mainThread.advance(time);
    }

    /** Lets time pass until the job has the status, at most ten minutes. */
    public void awaitStatus(JobId job, JobStatus status) {
        await(() -> status(job) == status, () -> status + " of " + details(job));
    }

    /** Lets time pass until all of the job's tasks run, at most ten minutes. */
    public void awaitAllRunning(JobId job) {
        await(
                () ->
                        status(job) == JobStatus.RUNNING
                                && details(job).summary().runningTasks()
                                        == details(job).summary().tasks(),
                () -> "all tasks to run in " + details(job));
    }

    private void await(BooleanSupplier condition, Supplier<String> expected) {
        long bound = mainThread.nowMillis() + Duration.ofMinutes(10).toMillis();
        while (!condition.getAsBoolean()) {
            assertThat(mainThread.nowMillis())
                    .as("waited for %s", expected.get())
                    .isLessThan(bound);
            mainThread.runNext();
        }
    }

    // ---------------------------------------------------------------- tasks

    /** The TaskManager that has the current attempt of a subtask. */
    public FakeTaskManager taskManagerOf(JobId job, int vertex, int subtask) {
        String id = details(job).vertices().get(vertex).subtasks().get(subtask).taskManager();
        return resources.ever().stream()
                .filter(taskManager -> taskManager.id().text().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The current attempt of a subtask. */
    public ExecutionAttemptId attempt(JobId job, int vertex, int subtask) {
        int attempt = details(job).vertices().get(vertex).subtasks().get(subtask).attempt();
        return new ExecutionAttemptId(job, vertex, subtask, attempt);
    }

    public void finish(JobId job, int vertex, int subtask) {
        taskManagerOf(job, vertex, subtask).finish(attempt(job, vertex, subtask));
    }

    public void fail(JobId job, int vertex, int subtask, String cause) {
        taskManagerOf(job, vertex, subtask).fail(attempt(job, vertex, subtask), cause);
    }

    /** Ends all tasks of a job well. */
    public void finishAll(JobId job) {
        details(job)
                .vertices()
                .forEach(
                        vertex ->
                                vertex.subtasks()
                                        .forEach(
                                                subtask ->
                                                        finish(
                                                                job,
                                                                vertex.index(),
                                                                subtask.index())));
    }

    public List<ExecutionState> states(JobId job) {
        return details(job).vertices().stream()
                .flatMap(vertex -> vertex.subtasks().stream())
                .map(JobDetails.Subtask::state)
                .toList();
    }

    /** All deployments of a job, by attempt. */
    public Map<ExecutionAttemptId, TaskDeployment> deployments(JobId job) {
        Map<ExecutionAttemptId, TaskDeployment> all = new HashMap<>();
        resources.ever().stream()
                .map(FakeTaskManager::deployments)
                .flatMap(Collection::stream)
                .filter(deployment -> deployment.attempt().job().equals(job))
                .forEach(
                        deployment ->
                                assertThat(all.put(deployment.attempt(), deployment))
                                        .as("deployed twice: %s", deployment.attempt())
                                        .isNull());
        return all;
    }

    /**
     * What holds for each deployment: no attempt is deployed twice, or after the job's result is
     * durable, or while another of its subtask lives that this JobManager deployed, or that is in
     * its way on the same TaskManager.
     */
    private void checkSubmission(FakeTaskManager target, TaskDeployment deployment) {
        ExecutionAttemptId fresh = deployment.attempt();
        assertThat(jobs.results())
                .as("results when %s is deployed", fresh)
                .doesNotContainKey(fresh.job());
        Long before = deployedIn.put(fresh, epoch);
        assertThat(before == null || before == epoch)
                .as("%s is deployed in epochs %s and %s", fresh, before, epoch)
                .isTrue();
        for (FakeTaskManager taskManager : resources.running()) {
            assertThat(taskManager.liveTasks())
                    .as("tasks of %s when %s was sent %s", taskManager.id(), target.id(), fresh)
                    .noneMatch(
                            task ->
                                    isOfSameSubtask(task, fresh)
                                            && (taskManager == target
                                                    || deployedIn.getOrDefault(task, epoch)
                                                            == epoch));
        }
    }

    private static boolean isOfSameSubtask(ExecutionAttemptId task, ExecutionAttemptId fresh) {
        return !task.equals(fresh)
                && task.job().equals(fresh.job())
                && task.vertex() == fresh.vertex()
                && task.subtask() == fresh.subtask();
    }
}
