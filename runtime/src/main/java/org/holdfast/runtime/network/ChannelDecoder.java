package org.holdfast.runtime.network;

import java.io.IOException;
import java.util.Arrays;
import org.holdfast.runtime.network.Chunk.Extent;
import org.holdfast.runtime.serialization.RecordDecoder;

/** Reads the records of one channel's serialized chunks; joins those that came in parts. */
final class ChannelDecoder {

    private static final byte[] NOTHING = {};

    private final RecordDecoder decoder;
    private final int maxRecordBytes;
    private byte[] parts = NOTHING;
    private int partBytes;

    ChannelDecoder(RecordDecoder decoder, int maxRecordBytes) {
        this.decoder = decoder;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** The decoder, set to the records that are complete with this chunk. */
    RecordDecoder decode(Chunk.Bytes chunk) throws IOException {
        if (chunk.extent() == Extent.WHOLE && partBytes == 0) {
            decoder.wrap(chunk.buffer(), 0, chunk.length());
        } else if (chunk.extent() == Extent.WHOLE) {
            throw new IOException("a record in parts was not ended");
        } else {
            append(chunk);
            boolean complete = chunk.extent() == Extent.LAST_PART;
            decoder.wrap(parts, 0, complete ? partBytes : 0);
            if (complete) {
                parts = NOTHING;
                partBytes = 0;
            }
        }
        return decoder;
    }

    private void append(Chunk.Bytes chunk) throws IOException {
        int needed = partBytes + chunk.length();
        if (needed > maxRecordBytes) {
            throw new IOException(
                    "a record takes more than "
                            + maxRecordBytes
                            + " bytes (taskmanager.network.max-record-size)");
        }
        if (needed > parts.length) {
            parts = Arrays.copyOf(parts, Math.min(maxRecordBytes, Math.max(needed, 2 * partBytes)));
        }
        System.arraycopy(chunk.buffer(), 0, parts, partBytes, chunk.length());
        partBytes = needed;
    }
}
