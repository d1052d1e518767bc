package org.holdfast.client.deploy;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.Resource;

/** What YARN has to offer, as {@code yarn-session.sh -q} shows it. */
final class ClusterResources {

    private static final String RULE = "+---------------------------------------+";

    private ClusterResources() {}

    static List<String> describe(List<NodeReport> nodes, List<QueueInfo> queues) {
        List<String> lines = new ArrayList<>();
        lines.add("NodeManagers in the ClusterClient " + nodes.size());
        lines.add("|Property         |Value          ");
        lines.add(RULE);
        Resource total = Resource.newInstance(0, 0);
        for (NodeReport node : nodes) {
            Resource has = node.getCapability();
            total =
                    Resource.newInstance(
                            total.getMemorySize() + has.getMemorySize(),
                            total.getVirtualCores() + has.getVirtualCores());
            lines.add(row("NodeID", node.getNodeId()));
            lines.add(row("Memory", has.getMemorySize() + " MB"));
            lines.add(row("vCores", has.getVirtualCores()));
            lines.add(row("HealthReport", node.getHealthReport()));
            lines.add(row("Containers", node.getNumContainers()));
            lines.add(RULE);
        }
        lines.add(
                "Summary: totalMemory "
                        + total.getMemorySize()
                        + " MB totalCores "
                        + total.getVirtualCores());
        for (QueueInfo queue : queues) {
            lines.add(
                    "Queue: %s, Current Capacity: %s Max Capacity: %s Applications: %d"
                            .formatted(
                                    queue.getQueueName(),
                                    queue.getCurrentCapacity(),
                                    queue.getMaximumCapacity(),
                                    queue.getApplications().size()));
        }
        return lines;
    }

    private static String row(String property, Object value) {
        return "|%-16s |%-16s ".formatted(property, value);
    }
}
