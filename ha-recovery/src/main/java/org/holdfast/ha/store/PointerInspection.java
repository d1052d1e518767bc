package org.holdfast.ha.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.InspectedEntry.State;

/** Follows pointers, and says what is where they lead. */
final class PointerInspection {

    /** How often a pointer is followed that a living leader swaps meanwhile. */
    private static final int MAX_TRIES = 5;

    private final CoordinationReader coordination;
    private final MetadataFiles graphs;
    private final MetadataFiles ledgers;
    private final MetadataFiles results;
    private final CheckpointFiles checkpoints;

    PointerInspection(
            CoordinationReader coordination,
            StorageDirectory storage,
            StorageDirectory resultDirectory,
            StorageDirectories directories) {
        this.coordination = coordination;
        graphs = new MetadataFiles(MetadataKind.GRAPH, storage, StorageLayout.JOBS);
        ledgers = new MetadataFiles(MetadataKind.LEDGER, storage, StorageLayout.JOBS);
        results = new MetadataFiles(MetadataKind.RESULT, resultDirectory, "");
        checkpoints = new CheckpointFiles(directories);
    }

    /** Reads what a pointer speaks of. */
    @FunctionalInterface
    private interface Follow {
        void to(MetadataPointer pointer) throws IOException;
    }

    /** Takes the pointer out of a value. */
    @FunctionalInterface
    private interface Decode {
        MetadataPointer from(String value) throws DamagedMetadataException;
    }

    /** The value of a kind of a job; empty if there is none. */
    Optional<InspectedEntry> inspect(MetadataKind kind, String job) throws IOException {
        CoordinationPath path = kind.path(job);
        MetadataFiles files =
                switch (kind) {
                    case GRAPH -> graphs;
                    case LEDGER -> ledgers;
                    case RESULT -> results;
                };
        return inspect(
                path,
                value -> kind.pointer(path, value),
                pointer -> files.read(path, job, pointer));
    }

    /** A checkpoint's pointer; empty if there is none. */
    Optional<InspectedEntry> inspectCheckpoint(CoordinationPath path) throws IOException {
        return inspect(
                path,
                value -> FencedPointers.decode(path, value),
                pointer -> checkpoints.read(path, pointer));
    }

    private Optional<InspectedEntry> inspect(CoordinationPath path, Decode decode, Follow follow)
            throws IOException {
        Optional<String> value = coordination.read(path);
        for (int tries = 0; value.isPresent(); tries++) {
            InspectedEntry entry = entry(path, value.get(), decode, follow);
            if (entry.isSound() || tries == MAX_TRIES) {
                return Optional.of(entry);
            }
            Optional<String> now = coordination.read(path);
            if (now.equals(value)) {
                return Optional.of(entry);
            }
            value = now;
        }
        return Optional.empty();
    }

    private static InspectedEntry entry(
            CoordinationPath path, String value, Decode decode, Follow follow) {
        MetadataPointer pointer;
        try {
            pointer = decode.from(value);
        } catch (DamagedMetadataException e) {
            return new InspectedEntry(
                    path.text(), value, Optional.empty(), State.GARBLED, e.getMessage());
        }
        State state = State.OK;
        String detail = "";
        try {
            follow.to(pointer);
        } catch (DamagedMetadataException e) {
            state = e.getCause() instanceof FileNotFoundException ? State.MISSING : State.DAMAGED;
            detail = e.getMessage();
        } catch (IOException e) {
            state = State.UNREADABLE;
            detail = pointer.path() + " cannot be read: " + e.getMessage();
        }
        return new InspectedEntry(path.text(), value, Optional.of(pointer), state, detail);
    }
}
