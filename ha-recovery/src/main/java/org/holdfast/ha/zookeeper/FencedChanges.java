package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.ACL;
import org.holdfast.ha.leader.Change;
import org.holdfast.ha.leader.ConflictException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.zookeeper.Leadership.RefusedException;

/**
 * Makes transactions and publications, each in one multi. Parents of new values are created in the
 * same multi unless this process knows them; that they may be gone again, removed by the servers
 * once empty, is found out by the refusal, and costs another round. Thread-safe.
 */
final class FencedChanges {

    /** Of finding out which parents there are, until somebody else must be changing them. */
    private static final int MAX_ROUNDS = 10;

    /** Forgetting one costs a round when it is needed again. */
    private static final int MAX_KNOWN_PARENTS = 10_000;

    private final NodeReader nodes;
    private final ClusterLayout layout;
    private final List<ACL> acl;
    private final Set<String> knownParents =
            Collections.newSetFromMap(
                    Collections.synchronizedMap(
                            new LinkedHashMap<>() {
                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > MAX_KNOWN_PARENTS;
                                }
                            }));

    FencedChanges(NodeReader nodes, ClusterLayout layout, List<ACL> acl) {
        this.nodes = nodes;
        this.layout = layout;
        this.acl = acl;
    }

    /**
     * @throws FencedException if the leadership is over
     * @throws ConflictException if a value is there that is to be created, or the other way round
     * @throws UnknownOutcomeException if no answer came
     */
    void commit(Leadership leadership, Transaction transaction) throws IOException {
        Set<String> parents = parentsOfNewValues(transaction);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<String> missing =
                    parents.stream().filter(parent -> !knownParents.contains(parent)).toList();
            try {
                leadership.change(layout, "a change", operations(missing, transaction));
                knownParents.addAll(missing);
                return;
            } catch (RefusedException e) {
                if (e.index() >= missing.size()) {
                    Change change = transaction.changes().get(e.index() - missing.size());
                    boolean parentIsGone =
                            change instanceof Change.Create && e.code() == Code.NONODE;
                    if (!parentIsGone) {
                        throw conflict(change, e.code());
                    }
                }
                findOut(parents);
            }
        }
        throw new ConflictException(
                "The nodes above %s come and go. Nothing was changed."
                        .formatted(transaction.changes().get(0).path()));
    }

    private Set<String> parentsOfNewValues(Transaction transaction) {
        Set<String> parents = new LinkedHashSet<>();
        for (Change change : transaction.changes()) {
            if (change instanceof Change.Create) {
                parents.addAll(layout.parents(change.path()));
            }
        }
        return parents;
    }

    private List<Op> operations(List<String> missingParents, Transaction transaction) {
        List<Op> operations = new ArrayList<>();
        for (String parent : missingParents) {
            operations.add(Op.create(parent, null, acl, CreateMode.CONTAINER));
        }
        for (Change change : transaction.changes()) {
            operations.add(operation(change));
        }
        return operations;
    }

    private Op operation(Change change) {
        String path = layout.value(change.path());
        if (change instanceof Change.Create created) {
            return Op.create(path, NodeText.bytes(created.value()), acl, CreateMode.PERSISTENT);
        }
        if (change instanceof Change.Replace replaced) {
            return Op.setData(path, NodeText.bytes(replaced.value()), -1);
        }
        return Op.delete(path, -1);
    }

    private static ConflictException conflict(Change change, Code code) {
        CoordinationPath path = change.path();
        String reason =
                code == Code.NONODE
                        ? "does not exist"
                        : code == Code.NODEEXISTS ? "exists already" : "has values below it";
        return new ConflictException("%s %s. Nothing was changed.".formatted(path, reason));
    }

    private void findOut(Set<String> parents) throws IOException {
        for (String parent : parents) {
            if (nodes.exists(parent)) {
                knownParents.add(parent);
            } else {
                knownParents.remove(parent);
            }
        }
    }

    /** Shows where the leader is. Like {@link #commit}. */
    void publish(Leadership leadership, PublishedLeader leader) throws IOException {
        byte[] data = NodeText.encode(leader);
        Optional<RefusedException> refused =
                replace(leadership, Op.setData(layout.leader(), data, -1));
        if (refused.isPresent()) {
            // somebody has deleted it by hand: the session and the epoch live
            refused =
                    replace(
                            leadership,
                            Op.create(layout.leader(), data, acl, CreateMode.EPHEMERAL));
        }
        if (refused.isPresent()) {
            throw new ConflictException(
                    "%s comes and goes. Nothing was changed.".formatted(layout.leader()));
        }
    }

    /** Replaces the history of attempts. Like {@link #commit}. */
    void writeAttempts(Leadership leadership, String history) throws IOException {
        byte[] data = NodeText.bytes(history);
        if (replace(leadership, Op.setData(layout.attempts(), data, -1)).isPresent()) {
            throw new ConflictException(
                    "%s does not exist. Nothing was changed.".formatted(layout.attempts()));
        }
    }

    private Optional<RefusedException> replace(Leadership leadership, Op change)
            throws IOException {
        try {
            leadership.change(layout, "a change", List.of(change));
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e);
        }
    }
}
