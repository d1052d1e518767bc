package org.holdfast.runtime.task.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.holdfast.api.SinkCommitter;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.task.chain.OperatorException;

/** What a task's sinks have staged and not committed yet, by checkpoint. One thread at a time. */
final class StagedTransactions {

    private final Supplier<Map<String, SinkCommitter>> committers;
    private final TreeMap<Long, List<Transaction>> byCheckpoint = new TreeMap<>();

    /** One transaction of one sink. */
    private record Transaction(String operator, String staged) {}

    /**
     * Nothing is staged yet.
     *
     * @param committers by operator; asked for when there is something to commit
     */
    StagedTransactions(Supplier<Map<String, SinkCommitter>> committers) {
        this.committers = committers;
    }

    /** Keeps what an operator has staged at a checkpoint. */
    void add(long checkpoint, String operator, List<String> staged) {
        List<Transaction> transactions =
                byCheckpoint.computeIfAbsent(checkpoint, unused -> new ArrayList<>());
        staged.forEach(one -> transactions.add(new Transaction(operator, one)));
    }

    /** All of them, by operator, oldest first. */
    Map<String, List<String>> byOperator() {
        Map<String, List<String>> all = new HashMap<>();
        for (List<Transaction> transactions : byCheckpoint.values()) {
            for (Transaction transaction : transactions) {
                all.computeIfAbsent(transaction.operator(), unused -> new ArrayList<>())
                        .add(transaction.staged());
            }
        }
        return all;
    }

    /**
     * Commits what was staged at a checkpoint and before, oldest first.
     *
     * @throws OperatorException naming the sink that cannot; what was committed before is forgotten
     */
    void commitUpTo(long checkpoint) {
        Iterator<List<Transaction>> oldest =
                byCheckpoint.headMap(checkpoint, true).values().iterator();
        while (oldest.hasNext()) {
            Iterator<Transaction> transactions = oldest.next().iterator();
            while (transactions.hasNext()) {
                commit(transactions.next(), checkpoint);
                transactions.remove();
            }
            oldest.remove();
        }
    }

    private void commit(Transaction transaction, long checkpoint) {
        try {
            committers.get().get(transaction.operator()).commit(transaction.staged());
        } catch (Throwable t) {
            String what = "'" + transaction.staged() + "' cannot be committed";
            String when =
                    checkpoint == Long.MAX_VALUE
                            ? ""
                            : " after checkpoint " + CheckpointId.of(checkpoint);
            throw new OperatorException(
                    transaction.operator(), new IOException(what + when + ": " + t, t));
        }
    }

    /**
     * Drops what was staged after a checkpoint.
     *
     * @param failures takes what committers throw
     */
    void abortAfter(long checkpoint, List<Throwable> failures) {
        for (List<Transaction> transactions : byCheckpoint.tailMap(checkpoint, false).values()) {
            for (Transaction transaction : transactions) {
                try {
                    committers.get().get(transaction.operator()).abort(transaction.staged());
                } catch (Throwable t) {
                    failures.add(t);
                }
            }
        }
        byCheckpoint.tailMap(checkpoint, false).clear();
    }
}
