package org.holdfast.runtime.network;

/** What goes through a channel at a time. */
sealed interface Chunk {

    /**
     * Records as they are. For consumers in the producer's process only, and records nothing can
     * change.
     */
    record Objects(Object[] values, int count) implements Chunk {}

    /** Serialized records, in a buffer of {@link NetworkMemory}. */
    record Bytes(byte[] buffer, int length, Extent extent) implements Chunk {}

    /** An event; takes no buffer. */
    record Event(StreamEvent event) implements Chunk {

        /**
         * Whether nothing is lost if this takes the place of the chunk right before it: of
         * watermarks without a record in between only the last counts. So a queue whose consumer
         * waits does not fill with them.
         */
        boolean replaces(Chunk before) {
            return event instanceof Watermark
                    && before instanceof Event last
                    && last.event instanceof Watermark;
        }
    }

    /** How the bytes of a chunk and the records in it begin and end. */
    enum Extent {
        /** Whole records, any number. */
        WHOLE,
        /** A part of one record that is larger than a buffer; more of it follows. */
        PART,
        /** The end of such a record, and nothing else. */
        LAST_PART
    }
}
