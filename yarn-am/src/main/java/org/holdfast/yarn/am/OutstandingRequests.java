package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;

/**
 * Requests that were neither met nor taken back. Hadoop's client has to be told of both: it would
 * renew a request that was met with the next one. Not thread-safe.
 */
final class OutstandingRequests {

    private final AMRMClient<ContainerRequest> client;
    private final Deque<ContainerRequest> requests = new ArrayDeque<>();

    OutstandingRequests(AMRMClient<ContainerRequest> client) {
        this.client = requireNonNull(client, "client");
    }

    void add(Collection<ContainerRequest> more) {
        more.forEach(client::addContainerRequest);
        requests.addAll(more);
    }

    /** Takes back so many, or as many as there are. */
    void remove(int number) {
        for (int i = 0; i < number && !requests.isEmpty(); i++) {
            client.removeContainerRequest(requests.poll());
        }
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }
}
