package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectory;

/** A job's own directory of checkpoints: a directory {@code chk-EPOCH-NUMBER} for each. */
final class CheckpointDirectories {

    private static final Pattern FORM = Pattern.compile("chk-([0-9]{1,18}-[0-9]{1,18})");

    private final StorageDirectory root;

    CheckpointDirectories(StorageDirectory root) {
        this.root = requireNonNull(root, "root");
    }

    /** The checkpoint a directory is for; empty if its name is of another form. */
    static Optional<String> idOf(String name) {
        Matcher form = FORM.matcher(name);
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }

    /** Whether a pointer speaks of a checkpoint in here: a savepoint is elsewhere. */
    boolean isOwn(String id, MetadataPointer pointer) {
        return pointer.path().equals(of(id).uri(CheckpointStore.METADATA_FILE).toString());
    }

    StorageDirectory of(String id) {
        return root.child("chk-" + id);
    }

    /**
     * Removes what no pointer speaks of.
     *
     * @param epoch what was taken later than in it stays
     * @param referenced checkpoints whose directories stay
     * @param onlyIncomplete whether those stay that have a metadata file
     */
    void removeLeftovers(LeaderEpoch epoch, Set<String> referenced, boolean onlyIncomplete)
            throws IOException {
        boolean empty = true;
        for (String name : root.list()) {
            Optional<String> id =
                    idOf(name)
                            .filter(own -> CheckpointStore.epochOf(own) <= epoch.number())
                            .filter(own -> !referenced.contains(own));
            if (id.isEmpty()
                    || onlyIncomplete && of(id.get()).exists(CheckpointStore.METADATA_FILE)) {
                empty = false;
            } else {
                of(id.get()).deleteAll();
            }
        }
        if (empty) {
            root.deleteAll();
        }
    }
}
