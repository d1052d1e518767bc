package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.holdfast.ha.leader.AttemptHistory;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.UnknownOutcomeException;

/**
 * An epoch this process was elected in, with what every change of it is checked against. Immutable.
 *
 * @param session it was won in, and the only one that changes anything in its name
 * @param version of the epoch's node
 * @param mark name of the leader's ephemeral mark
 * @param attempts as of the election
 * @param answers explains what the servers say
 */
record Leadership(
        ZooKeeper session,
        LeaderEpoch epoch,
        int version,
        String mark,
        AttemptHistory attempts,
        Answers answers) {

    /** How many operations go before those of the caller. */
    private static final int CHECKS = 2;

    /**
     * Sends changes in one request.
     *
     * @param doing for messages: what the changes are for
     * @throws FencedException if this leadership is over; nothing was changed
     * @throws UnknownOutcomeException if no answer came
     * @throws RefusedException if one of the changes is not possible; nothing was changed
     */
    List<OpResult> change(ClusterLayout layout, String doing, List<Op> changes)
            throws IOException, RefusedException {
        if (!session.getState().isAlive()) {
            throw new FencedException(
                    "Refused %s in %s: the ZooKeeper session it was elected in has ended. This JobManager will end."
                            .formatted(doing, epoch));
        }
        List<Op> all = new ArrayList<>(changes.size() + CHECKS);
        all.add(Op.check(layout.epoch(), version));
        all.add(Op.check(layout.mark(mark), -1));
        all.addAll(changes);
        try {
            return session.multi(all);
        } catch (InterruptedException e) {
            throw new UnknownOutcomeException(
                    "Interrupted: " + doing, ZooKeeperConnection.interrupted(doing, e));
        } catch (KeeperException e) {
            int failed = Answers.failedOperation(e);
            if (failed >= 0 && failed < CHECKS) {
                throw new FencedException(
                        "Refused %s in %s: %s. This JobManager will end."
                                .formatted(
                                        doing,
                                        epoch,
                                        e.code() == Code.BADVERSION
                                                ? "another epoch has begun since"
                                                : "its epoch is not in ZooKeeper any more"));
            }
            boolean possible = e.code() == Code.NONODE || e.code() == Code.NODEEXISTS;
            if (failed >= CHECKS && (possible || e.code() == Code.NOTEMPTY)) {
                throw new RefusedException(failed - CHECKS, e);
            }
            String what = failed < 0 ? doing : doing + " of " + all.get(failed).getPath();
            throw answers.error(what, e);
        }
    }

    /** One of the changes is not possible as things are; none was made. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int index;
        private final Code code;

        RefusedException(int index, KeeperException cause) {
            super(cause);
            this.index = index;
            code = cause.code();
        }

        /** Which of the changes. */
        int index() {
            return index;
        }

        /** No node, node exists, or not empty. */
        Code code() {
            return code;
        }
    }
}
