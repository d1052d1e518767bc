package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

/** What became of the commit of a checkpoint. */
public sealed interface CommitOutcome {

    /**
     * It is committed.
     *
     * @param checkpoint with the path of its metadata file
     */
    record Committed(CheckpointMetadata checkpoint) implements CommitOutcome {

        public Committed {
            requireNonNull(checkpoint, "checkpoint");
        }
    }

    /**
     * It is not committed and never will be.
     *
     * @param reason naming path and cause
     */
    record Refused(String reason) implements CommitOutcome {

        public Refused {
            requireNonNull(reason, "reason");
        }
    }

    /** It may or may not be committed: nobody may act on either before it is known. */
    record Unknown(String reason) implements CommitOutcome {

        public Unknown {
            requireNonNull(reason, "reason");
        }
    }
}
