package org.holdfast.ha.store;

import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.MetadataPointer;

/** A value below {@code results}: {@code DIRTY} or {@code CLEAN}, and a pointer. */
record ResultEntry(boolean dirty, MetadataPointer pointer) {

    private static final String DIRTY = "DIRTY ";
    private static final String CLEAN = "CLEAN ";

    /** Whether a value says so itself that everything has been cleaned up. */
    static boolean isClean(String value) {
        return value.startsWith(CLEAN);
    }

    static ResultEntry decode(CoordinationPath path, String value) throws DamagedMetadataException {
        if (!value.startsWith(DIRTY) && !value.startsWith(CLEAN)) {
            throw new DamagedMetadataException(
                    "%s in the coordination store is damaged: '%s' (expected: DIRTY or CLEAN and a pointer). Restore it from a copy; until then the job counts as ended, and is not run again."
                            .formatted(path, value.substring(0, Math.min(value.length(), 100))));
        }
        return new ResultEntry(
                value.startsWith(DIRTY),
                FencedPointers.decode(path, value.substring(DIRTY.length())));
    }

    String encode() {
        return (dirty ? DIRTY : CLEAN) + pointer.encode();
    }
}
