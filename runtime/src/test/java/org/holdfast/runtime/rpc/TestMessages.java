package org.holdfast.runtime.rpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.SnapshotFigures;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.checkpoint.TaskSnapshot;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.network.PartitionId;
import org.holdfast.runtime.network.PartitionSpec;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/** One of each message, every field filled. */
final class TestMessages {

    static final TaskManagerId TASK_MANAGER = new TaskManagerId("container_1_0001_01_000002");
    static final ExecutionAttemptId ATTEMPT =
            new ExecutionAttemptId(new JobId("0123456789abcdef0123456789abcdef"), 1, 2, 3);
    static final TaskCounters COUNTERS = new TaskCounters(1, 2, 3, 4, 5, 6);

    static final CheckpointBarrier BARRIER =
            new CheckpointBarrier(
                    new CheckpointId(7, 3).value(), CheckpointKind.SAVEPOINT, "hdfs:///s/chk-7-3");

    private static final StateHandle IN_A_FILE =
            new StateHandle(0, 64, "hdfs:///s/chk-7-3/1-2-3", "", 1L << 40, "ef".repeat(32));
    private static final StateHandle INLINE =
            new StateHandle(64, 64, "", "c3RhdGU=", 5, "01".repeat(32));

    private TestMessages() {}

    static TaskManagerRegistration registration() {
        return new TaskManagerRegistration(
                TASK_MANAGER,
                "first",
                "localhost",
                4711,
                new DataAddress("localhost", 5000),
                4,
                1L << 33);
    }

    static TaskDeployment deployment(String jobName) {
        return new TaskDeployment(
                ATTEMPT,
                jobName,
                new JobCode("ab".repeat(32), "com.example.Job", List.of("--input", "ä"), 4),
                "hdfs:///jars/x.jar",
                "cd".repeat(32),
                4,
                List.of(new SplitPosition(new SourceSplit("s", "0-100", 100), 7)),
                new TaskRestore(
                        BARRIER.checkpoint(),
                        List.of(IN_A_FILE, INLINE),
                        Map.of("sink", List.of("part-1", "part-2")),
                        true,
                        true),
                List.of(
                        new ChannelSource(
                                new PartitionId(ATTEMPT, 0), 1, new DataAddress("h", 5001))),
                List.of(new PartitionSpec(new PartitionId(ATTEMPT, 1), 4)),
                Map.of("execution.buffer-timeout", "100 ms"));
    }

    static CheckpointAnswer.Acknowledged acknowledged() {
        return new CheckpointAnswer.Acknowledged(
                ATTEMPT,
                BARRIER.checkpoint(),
                new TaskSnapshot(
                        List.of(new SplitPosition(new SourceSplit("s", "0-100", 100), 7)),
                        Optional.of(IN_A_FILE),
                        Map.of("sink", List.of("part-3")),
                        true),
                new SnapshotFigures(1, 2, 3, 4));
    }

    static TaskStateChange failed() {
        return new TaskStateChange(ATTEMPT, ExecutionState.FAILED, "why", COUNTERS);
    }

    static TaskManagerHeartbeat heartbeat() {
        return new TaskManagerHeartbeat(TASK_MANAGER, Map.of(ATTEMPT, COUNTERS), 100, 200);
    }

    static TaskManagerReport report() {
        return new TaskManagerReport(
                7, List.of(new AttemptReport(failed(), "ab".repeat(32), 7L << 32, 6L << 32)));
    }

    static List<RpcMessage> all() {
        return List.of(
                new RpcMessage.Register(
                        registration(), report(), "akka://holdfast@h:1/system/taskmanager"),
                new RpcMessage.Accepted("akka://holdfast@h:1/system/jobmanager"),
                new RpcMessage.Rejected("full"),
                new RpcMessage.Heartbeat(heartbeat(), 12),
                new RpcMessage.TaskStateChanged(failed()),
                new RpcMessage.SubmitTask(deployment("job")),
                new RpcMessage.AcknowledgeEnd(ATTEMPT),
                new RpcMessage.CancelTask(ATTEMPT),
                new RpcMessage.TriggerCheckpoint(ATTEMPT, BARRIER),
                new RpcMessage.CheckpointAcknowledged(acknowledged()),
                new RpcMessage.CheckpointDeclined(
                        new CheckpointAnswer.Declined(
                                ATTEMPT, BARRIER.checkpoint(), "disk full", true)),
                new RpcMessage.CompleteCheckpoint(ATTEMPT, BARRIER.checkpoint()),
                new RpcMessage.AbortCheckpoint(ATTEMPT, BARRIER.checkpoint()),
                new RpcMessage.AdoptTask(ATTEMPT, new TakeoverPoint(7, 6L << 32)),
                new RpcMessage.EndInput(ATTEMPT),
                new RpcMessage.Unlinked("messages were lost"),
                new RpcMessage.Superseded("another leads"),
                new RpcMessage.ShutDown("idle"),
                new RpcMessage.ReadLog(7, 1000),
                new RpcMessage.LogRead(7, "text", "failure"));
    }
}
