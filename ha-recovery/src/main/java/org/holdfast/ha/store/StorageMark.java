package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.storage.StorageDirectory;

/**
 * Shows whether two processes that share a cluster id keep its data in the same place: a file with
 * a name of its own, which the coordination store points to. Who does not find the file there has
 * another directory, or another host's of the same name. Thread-safe; all calls block.
 */
public final class StorageMark {

    static final String FOLDER = "mark";
    private static final CoordinationPath PATH = new CoordinationPath("storage");

    private final StorageDirectory storage;

    /**
     * @param storage the cluster's own directory, as this process sees it
     */
    public StorageMark(StorageDirectory storage) {
        this.storage = requireNonNull(storage, "storage");
    }

    /**
     * Compares the cluster's place with this process's.
     *
     * @return what is different, for people; empty if nothing is, or nobody has marked a place yet
     * @throws IOException if either gives no answer
     */
    public Optional<String> difference(CoordinationReader coordination) throws IOException {
        Optional<String> marked = coordination.read(PATH);
        if (marked.isEmpty()) {
            return Optional.empty();
        }
        String own = storage.uri(FOLDER).toString();
        int end = marked.get().lastIndexOf('/');
        if (end < 0 || !own.equals(marked.get().substring(0, end))) {
            URI its = URI.create(marked.get()).resolve("..");
            return Optional.of("its data is in " + its + ", not in " + storage);
        }
        String file = FOLDER + "/" + marked.get().substring(end + 1);
        return storage.exists(file)
                ? Optional.empty()
                : Optional.of(
                        "its data is in %s, where this host does not see the file %s"
                                .formatted(storage, file));
    }

    /**
     * Marks this process's place as the cluster's, unless it is already.
     *
     * @throws FencedException if another epoch has begun; this process must stop
     */
    public void make(CoordinationStore coordination, LeaderEpoch epoch) throws IOException {
        Optional<String> before = coordination.read(PATH);
        if (before.isPresent() && difference(coordination).isEmpty()) {
            return;
        }
        String file = FOLDER + "/" + epoch.number() + "-" + UUID.randomUUID();
        storage.write(file, new byte[0]);
        String value = storage.uri(file).toString();
        Transaction change = new Transaction();
        coordination.commit(
                epoch,
                before.isPresent() ? change.replace(PATH, value) : change.create(PATH, value));
    }
}
