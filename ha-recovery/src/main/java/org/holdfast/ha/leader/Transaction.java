package org.holdfast.ha.leader;

import java.util.List;
import java.util.stream.Stream;

/**
 * Changes that happen together or not at all. Immutable: the methods return longer copies.
 *
 * @param changes in the order they are made; at most {@link #MAX_CHANGES}, so that they fit into
 *     one message of any backend
 */
public record Transaction(List<Change> changes) {

    /** The most changes that happen together. */
    public static final int MAX_CHANGES = 256;

    public Transaction {
        changes = List.copyOf(changes);
        if (changes.size() > MAX_CHANGES) {
            throw new IllegalArgumentException(
                    "transaction: "
                            + changes.size()
                            + " changes (expected: at most "
                            + MAX_CHANGES
                            + ")");
        }
    }

    /** Changes nothing yet. */
    public Transaction() {
        this(List.of());
    }

    public Transaction create(CoordinationPath path, String value) {
        return with(new Change.Create(path, value));
    }

    public Transaction replace(CoordinationPath path, String value) {
        return with(new Change.Replace(path, value));
    }

    public Transaction delete(CoordinationPath path) {
        return with(new Change.Delete(path));
    }

    private Transaction with(Change change) {
        return new Transaction(Stream.concat(changes.stream(), Stream.of(change)).toList());
    }
}
