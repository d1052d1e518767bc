package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.OpResult;
import org.holdfast.ha.leader.AccessRefusedException;
import org.holdfast.ha.leader.UnknownOutcomeException;

/**
 * What ZooKeeper's answers mean to whoever asked.
 *
 * @param identity who that is, in a sentence
 */
record Answers(String identity) {

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
            case AUTHFAILED: // the session has ended so
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

    /**
     * The error of an answer nobody expects here.
     *
     * @param doing names the node, for messages
     * @return an {@link AccessRefusedException} or {@link UnknownOutcomeException}, or any other
     */
    IOException error(String doing, KeeperException failure) {
        if (isUnknown(failure)) {
            return new UnknownOutcomeException(
                    "No answer from ZooKeeper to %s (%s): it may have happened or not."
                            .formatted(doing, failure.code()),
                    failure);
        }
        String refused = "ZooKeeper refused %s: %s.".formatted(doing, failure.code());
        switch (failure.code()) {
            case NOAUTH:
                return denied(
                        refused,
                        "Let whoever owns the node grant it all rights there, check as whom this"
                                + " process is authenticated, or choose another"
                                + " high-availability.zookeeper.path.root.",
                        failure);
            case INVALIDACL:
                return denied(
                        refused,
                        "high-availability.zookeeper.client.acl: creator needs a session that is"
                                + " authenticated: configure SASL or TLS with a keystore, or use"
                                + " open.",
                        failure);
            case SESSIONCLOSEDREQUIRESASLAUTH:
                return denied(
                        refused,
                        "The servers demand SASL: set security.kerberos.login.contexts, .keytab and"
                                + " .principal.",
                        failure);
            case NOTREADONLY:
                return new IOException(
                        refused + " The server is read-only: it has no quorum.", failure);
            default:
                return new IOException(refused, failure);
        }
    }

    private IOException denied(String refused, String advice, KeeperException failure) {
        return new AccessRefusedException(refused + " " + identity + " " + advice, failure);
    }
}
