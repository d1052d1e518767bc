package org.holdfast.yarn.am;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.UpdateContainerRequest;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.Records;

/** A ResourceManager that answers what the test has put down, one answer a call. */
final class FakeResourceManager extends AMRMClient<ContainerRequest> {

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final AtomicInteger heartbeats = new AtomicInteger();

    /** An answer, or a failure. */
    @FunctionalInterface
    interface Answer {
        AllocateResponse give() throws YarnException, IOException;
    }

    FakeResourceManager() {
        super(FakeResourceManager.class.getSimpleName());
    }

    static AllocateResponse nothing() {
        AllocateResponse response = Records.newRecord(AllocateResponse.class);
        response.setContainersFromPreviousAttempts(List.of());
        response.setAllocatedContainers(List.of());
        response.setCompletedContainersStatuses(List.of());
        return response;
    }

    static AllocateResponse late(ContainerId id) {
        AllocateResponse response = nothing();
        response.setContainersFromPreviousAttempts(
                List.of(
                        Container.newInstance(
                                id,
                                NodeId.newInstance("node-1", 1),
                                "node-1:2",
                                Resource.newInstance(1024, 1),
                                Priority.newInstance(1),
                                null)));
        return response;
    }

    synchronized void answer(Answer... next) {
        answers.addAll(List.of(next));
    }

    int heartbeats() {
        return heartbeats.get();
    }

    @Override
    public synchronized AllocateResponse allocate(float progress)
            throws YarnException, IOException {
        heartbeats.incrementAndGet();
        Answer next = answers.poll();
        return next == null ? nothing() : next.give();
    }

    @Override
    public RegisterApplicationMasterResponse registerApplicationMaster(
            String host, int port, String trackingUrl) {
        return Records.newRecord(RegisterApplicationMasterResponse.class);
    }

    @Override
    public void unregisterApplicationMaster(
            FinalApplicationStatus status, String message, String trackingUrl) {}

    @Override
    public void addContainerRequest(ContainerRequest request) {}

    @Override
    public void removeContainerRequest(ContainerRequest request) {}

    @Override
    public void requestContainerUpdate(Container container, UpdateContainerRequest request) {}

    @Override
    public void releaseAssignedContainer(ContainerId container) {}

    @Override
    public Resource getAvailableResources() {
        return Resource.newInstance(0, 0);
    }

    @Override
    public int getClusterNodeCount() {
        return 0;
    }

    @Override
    public List<? extends Collection<ContainerRequest>> getMatchingRequests(
            Priority priority, String resourceName, Resource capability) {
        return List.of();
    }

    @Override
    public Collection<ContainerRequest> getMatchingRequests(long allocationRequestId) {
        return List.of();
    }

    @Override
    public void updateBlacklist(List<String> additions, List<String> removals) {}
}
