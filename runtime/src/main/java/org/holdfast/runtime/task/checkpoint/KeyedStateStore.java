package org.holdfast.runtime.task.checkpoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where one attempt puts the keyed state of its checkpoints. Its checkpoint thread only. */
public final class KeyedStateStore {

    private static final Logger log = LoggerFactory.getLogger(KeyedStateStore.class);

    private final FileAccess files;
    private final ExecutionAttemptId attempt;
    private final int inlineBytes;

    /**
     * Writes nothing yet.
     *
     * @param inlineBytes state that is not larger than this becomes part of its handle
     */
    public KeyedStateStore(FileAccess files, ExecutionAttemptId attempt, int inlineBytes) {
        this.files = requireNonNull(files, "files");
        this.attempt = requireNonNull(attempt, "attempt");
        this.inlineBytes = inlineBytes;
    }

    /**
     * Makes state durable.
     *
     * @param directory of the checkpoint
     * @param abandoned whether nobody wants it any more; writing then fails
     * @throws IOException if it cannot be written, or not be serialized; nothing is left behind
     */
    StateHandle write(KeyedSnapshot state, String directory, BooleanSupplier abandoned)
            throws IOException {
        String file =
                directory
                        + "/"
                        + attempt.vertex()
                        + "-"
                        + attempt.subtask()
                        + "-"
                        + attempt.attempt();
        StateOutput out = new StateOutput(files, file, inlineBytes, abandoned);
        try {
            state.writeTo(out);
            return out.toHandle(state.firstKeyGroup(), state.keyGroups());
        } catch (IOException | RuntimeException | Error e) {
            try {
                out.discard();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** Removes a state file that no checkpoint will name; one that cannot be removed is left. */
    void delete(StateHandle handle) {
        if (handle.file().isEmpty()) {
            return;
        }
        try {
            files.delete(handle.file());
        } catch (IOException e) {
            log.warn("State file {} of an aborted checkpoint is left behind", handle.file(), e);
        }
    }
}
