package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.holdfast.ha.leader.ConflictException;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.zookeeper.Leadership.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes trees of nodes, the lowest first, many in one multi, each checked against the epoch. What
 * others create or delete meanwhile is seen by the refusal, and the tree is listed again. No value
 * can be lost by that: ZooKeeper deletes nothing that has something below it.
 */
final class FencedRemoval {

    private static final Logger log = LoggerFactory.getLogger(FencedRemoval.class);

    /** Keeps a request below a quarter of what servers accept, whatever the paths. */
    private static final int MAX_DELETES_AT_ONCE = 256;

    private static final int MAX_LISTINGS = 10;

    private final NodeReader nodes;
    private final ClusterLayout layout;

    FencedRemoval(NodeReader nodes, ClusterLayout layout) {
        this.nodes = nodes;
        this.layout = layout;
    }

    /**
     * Deletes a node and everything below it.
     *
     * @throws FencedException if the leadership is over; a part has been deleted perhaps
     * @throws ConflictException if the tree changes all the time
     */
    void deleteTree(Leadership leadership, String path) throws IOException {
        for (int listing = 0; listing < MAX_LISTINGS; listing++) {
            List<String> tree = new ArrayList<>();
            if (nodes.exists(path)) {
                listLowestFirst(path, tree);
            }
            if (deleted(leadership, tree)) {
                return;
            }
        }
        throw new ConflictException(
                "%s changes all the time. A part of it has been deleted.".formatted(path));
    }

    private void listLowestFirst(String path, List<String> into) throws IOException {
        for (String name : nodes.children(path)) {
            listLowestFirst(path + "/" + name, into);
        }
        into.add(path);
    }

    private boolean deleted(Leadership leadership, List<String> paths) throws IOException {
        // at least one request, which tells whether this epoch still may
        int from = 0;
        do {
            int to = Math.min(paths.size(), from + MAX_DELETES_AT_ONCE);
            List<Op> deletes =
                    paths.subList(from, to).stream().map(path -> Op.delete(path, -1)).toList();
            try {
                leadership.change(layout, "a deletion", deletes);
            } catch (RefusedException e) {
                return false;
            }
            from = to;
        } while (from < paths.size());
        return true;
    }

    /**
     * Deletes everything the cluster has, the epoch last.
     *
     * @throws FencedException if the leadership is over; a part has been deleted perhaps
     */
    void deleteCluster(Leadership leadership) throws IOException {
        for (String name : nodes.children(layout.cluster())) {
            if (!ClusterLayout.isReserved(name)) {
                deleteTree(leadership, layout.cluster() + "/" + name);
            }
        }
        deleteEpoch(leadership);
        try {
            leadership.session().delete(layout.cluster(), -1);
        } catch (KeeperException e) {
            log.debug("{} stays: {}", layout.cluster(), e.code());
        } catch (InterruptedException e) {
            throw ZooKeeperConnection.interrupted("deleting " + layout.cluster(), e);
        }
    }

    private void deleteEpoch(Leadership leadership) throws IOException {
        for (int listing = 0; listing < MAX_LISTINGS; listing++) {
            List<Op> deletes = new ArrayList<>();
            for (String path : List.of(layout.leader(), layout.attempts())) {
                if (nodes.exists(path)) {
                    deletes.add(Op.delete(path, -1));
                }
            }
            for (String mark : nodes.children(layout.epoch())) {
                deletes.add(Op.delete(layout.mark(mark), -1));
            }
            deletes.add(Op.delete(layout.epoch(), -1));
            try {
                leadership.change(layout, "the deletion of the cluster's data", deletes);
                return;
            } catch (RefusedException e) {
                log.debug("Something came or went below {}; listing again", layout.cluster());
            }
        }
        throw new ConflictException(
                "%s changes all the time. A part of it has been deleted."
                        .formatted(layout.cluster()));
    }
}
