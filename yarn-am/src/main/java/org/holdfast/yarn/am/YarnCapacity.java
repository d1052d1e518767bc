package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.holdfast.yarn.launch.ContainerSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many TaskManagers the cluster's nodes have room for when nobody else uses them. The nodes are
 * asked for on a thread of its own.
 */
final class YarnCapacity implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(YarnCapacity.class);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread created = new Thread(task, "cluster-capacity");
                        created.setDaemon(true);
                        return created;
                    });
    private final Configuration hadoop;
    private final ContainerSize own;
    private final String ownNode;
    private final ContainerSize taskManager;
    private final Optional<String> nodeLabel;
    private volatile boolean vcoresCount;
    private volatile OptionalInt known = OptionalInt.empty();

    /**
     * @param own size of the ApplicationMaster's container
     * @param ownNode host and port of the NodeManager that container is on
     * @param taskManager size of a TaskManager's container
     * @param nodeLabel of the nodes containers may run on
     */
    YarnCapacity(
            Configuration hadoop,
            ContainerSize own,
            String ownNode,
            ContainerSize taskManager,
            Optional<String> nodeLabel) {
        this.hadoop = requireNonNull(hadoop, "hadoop");
        this.own = requireNonNull(own, "own");
        this.ownNode = requireNonNull(ownNode, "ownNode");
        this.taskManager = requireNonNull(taskManager, "taskManager");
        this.nodeLabel = requireNonNull(nodeLabel, "nodeLabel");
    }

    /** The latest that is known. */
    OptionalInt taskManagers() {
        return known;
    }

    /** Says whether YARN's scheduler looks at vcores at all; until then it is taken not to. */
    void countVcores(boolean count) {
        vcoresCount = count;
    }

    /** Asks again; returns at once. */
    void refresh() {
        thread.execute(this::ask);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void ask() {
        try (YarnClient client = YarnClient.createYarnClient()) {
            client.init(hadoop);
            client.start();
            int room = 0;
            for (NodeReport node : client.getNodeReports(NodeState.RUNNING)) {
                if (isForUs(node)) {
                    NodeRoom all = NodeRoom.of(node.getCapability());
                    boolean isOwn = node.getNodeId().toString().equals(ownNode);
                    room += (isOwn ? all.beside(own) : all).fits(taskManager, vcoresCount);
                }
            }
            known = OptionalInt.of(room);
            LOG.info("The cluster has room for {} TaskManagers", room);
        } catch (YarnException | IOException | RuntimeException e) {
            known = OptionalInt.empty();
            LOG.info("The cluster's size is not known: {}", e.toString());
        }
    }

    private boolean isForUs(NodeReport node) {
        Set<String> labels = node.getNodeLabels() == null ? Set.of() : node.getNodeLabels();
        return nodeLabel.map(labels::contains).orElse(labels.isEmpty());
    }
}
