package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;

/** Reads single nodes; one that is not there is no error. Thread-safe. */
final class NodeReader {

    private final ZooKeeperConnection connection;

    /**
     * A node that is there.
     *
     * @param data null if it was created without
     */
    record Node(byte[] data, Stat stat) {}

    NodeReader(ZooKeeperConnection connection) {
        this.connection = connection;
    }

    Optional<Node> node(String path) throws IOException {
        return read(
                path,
                session -> {
                    Stat stat = new Stat();
                    return new Node(session.getData(path, false, stat), stat);
                });
    }

    /**
     * A node, or nothing; either way the watcher hears of the next change of that.
     *
     * @param watcher called on the session's event thread
     */
    Optional<Node> watch(String path, Watcher watcher) throws IOException {
        Optional<Stat> stat = read(path, session -> session.exists(path, watcher));
        // what happens in between the watcher hears of
        return stat.isPresent() ? node(path) : Optional.empty();
    }

    boolean exists(String path) throws IOException {
        return read(path, session -> session.exists(path, false)).isPresent();
    }

    /** Names below a node, in no order. */
    List<String> children(String path) throws IOException {
        return read(path, session -> session.getChildren(path, false)).orElse(List.of());
    }

    private <T> Optional<T> read(String path, ZooKeeperConnection.Read<T> read) throws IOException {
        String what = "reading " + path;
        try {
            return Optional.ofNullable(connection.read(what, read));
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
        } catch (KeeperException e) {
            throw connection.answers().error(what, e);
        }
    }
}
