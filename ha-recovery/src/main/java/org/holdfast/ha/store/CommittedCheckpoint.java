package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import org.holdfast.ha.storage.MetadataPointer;

/**
 * A checkpoint that counts, with its metadata.
 *
 * @param id as it was committed, {@code EPOCH-NUMBER}
 * @param metadata what was committed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CommittedCheckpoint(String id, MetadataPointer pointer, byte[] metadata) {

    public CommittedCheckpoint {
        requireNonNull(id, "id");
        requireNonNull(pointer, "pointer");
        requireNonNull(metadata, "metadata");
    }
}
