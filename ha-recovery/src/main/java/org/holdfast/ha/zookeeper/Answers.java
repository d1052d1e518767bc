package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.holdfast.ha.leader.UnknownOutcomeException;

/** What ZooKeeper's answers mean to whoever asked. */
final class Answers {

    private Answers() {}

    /** Whether no answer came: a change may have happened or not. */
    static boolean isUnknown(KeeperException failure) {
        switch (failure.code()) {
            case CONNECTIONLOSS:
            case OPERATIONTIMEOUT:
            case REQUESTTIMEOUT:
            case SESSIONEXPIRED:
            case SESSIONMOVED:
            case SYSTEMERROR:
            case RUNTIMEINCONSISTENCY:
                return true;
            default:
                return false;
        }
    }

    /** Which operation of a multi failed; -1 if ZooKeeper does not say. */
    static int failedOperation(KeeperException failure) {
        List<OpResult> results = failure.getResults();
        if (results == null) {
            return -1;
        }
        for (int i = 0; i < results.size(); i++) {
            // those before it carry OK, those after it RUNTIMEINCONSISTENCY
            if (results.get(i) instanceof OpResult.ErrorResult error
                    && error.getErr() == failure.code().intValue()) {
                return i;
            }
        }
        return -1;
    }

    /** The error of an answer nobody expects here. */
    static IOException error(String doing, KeeperException failure) {
        if (isUnknown(failure)) {
            return new UnknownOutcomeException(
                    "No answer from ZooKeeper to %s (%s): it may have happened or not."
                            .formatted(doing, failure.code()),
                    failure);
        }
        String advice = "";
        if (failure.code() == Code.NOAUTH || failure.code() == Code.AUTHFAILED) {
            advice = " Check who created the node and as whom this process is authenticated.";
        } else if (failure.code() == Code.INVALIDACL) {
            advice =
                    " Access 'creator' needs an authenticated session: configure SASL or TLS, or use"
                            + " 'open'.";
        } else if (failure.code() == Code.NOTREADONLY) {
            advice = " The server is read-only: it has no quorum.";
        }
        return new IOException(
                "ZooKeeper refused %s: %s.%s".formatted(doing, failure.code(), advice), failure);
    }
}
