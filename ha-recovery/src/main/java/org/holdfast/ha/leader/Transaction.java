package org.holdfast.ha.leader;

import java.util.List;
import java.util.stream.Stream;

/**
 * Changes that happen together or not at all. Immutable: the methods return longer copies.
 *
 * @param changes in the order they are made
 */
public record Transaction(List<Change> changes) {

    public Transaction {
        changes = List.copyOf(changes);
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
