package org.holdfast.runtime.network;

import java.io.IOException;
import org.holdfast.runtime.network.Chunk.Extent;
import org.holdfast.runtime.serialization.RecordEncoder;
import org.holdfast.runtime.serialization.RecordSerializer;

/** Gathers records into chunks. Used by the producer's thread alone. */
final class SubpartitionWriter {

    private static final int OBJECTS_PER_CHUNK = 1024;

    private final Subpartition subpartition;
    private final NetworkMemory memory;
    private final RecordSerializer records;
    private final RecordEncoder encoder;

    private boolean permitted;
    private boolean takesObjects;

    // The chunk being filled: one of the two, or none.
    private Object[] objects;
    private int objectCount;
    private int objectBytes;
    private byte[] buffer;
    private int bufferedBytes;

    SubpartitionWriter(
            Subpartition subpartition,
            NetworkMemory memory,
            RecordSerializer records,
            int maxRecordBytes) {
        this.subpartition = subpartition;
        this.memory = memory;
        this.records = records;
        this.encoder = records.encoder(maxRecordBytes);
    }

    void write(Object value) throws IOException, InterruptedException {
        if (!permitted) {
            awaitPermit();
        }
        if (takesObjects && buffer == null) {
            int size = records.sizeIfImmutable(value);
            if (size >= 0 && size <= NetworkMemory.BUFFER_BYTES) {
                addObject(value, size);
                return;
            }
            flush();
        }
        addBytes(value);
    }

    private void awaitPermit() throws IOException, InterruptedException {
        takesObjects = subpartition.awaitPermit();
        permitted = true;
    }

    private void addObject(Object value, int size) {
        if (objects == null) {
            objects = new Object[OBJECTS_PER_CHUNK];
            memory.takeBatch();
        }
        objects[objectCount++] = value;
        objectBytes += size;
        if (objectCount == OBJECTS_PER_CHUNK || objectBytes >= NetworkMemory.BUFFER_BYTES) {
            addObjectChunk();
        }
    }

    private void addBytes(Object value) throws IOException, InterruptedException {
        int length = encoder.encode(value);
        if (length > NetworkMemory.BUFFER_BYTES - bufferedBytes) {
            flush();
        }
        if (length > NetworkMemory.BUFFER_BYTES) {
            addParts(length);
            return;
        }
        append(0, length);
        if (bufferedBytes == NetworkMemory.BUFFER_BYTES) {
            flush();
        }
    }

    private void addParts(int length) throws IOException, InterruptedException {
        int from = 0;
        while (from < length) {
            int part = Math.min(length - from, NetworkMemory.BUFFER_BYTES);
            append(from, part);
            from += part;
            addByteChunk(from < length ? Extent.PART : Extent.LAST_PART);
        }
    }

    private void append(int from, int length) throws IOException, InterruptedException {
        if (buffer == null) {
            if (!permitted && !subpartition.overdraw()) {
                awaitPermit();
            }
            permitted = true;
            buffer = memory.take();
        }
        System.arraycopy(encoder.array(), from, buffer, bufferedBytes, length);
        bufferedBytes += length;
    }

    /** Passes on what is gathered. */
    void flush() {
        if (buffer != null) {
            addByteChunk(Extent.WHOLE);
        } else if (objects != null) {
            addObjectChunk();
        }
    }

    private void addByteChunk(Extent extent) {
        Chunk chunk = new Chunk.Bytes(buffer, bufferedBytes, extent);
        buffer = null;
        bufferedBytes = 0;
        permitted = subpartition.add(chunk);
    }

    private void addObjectChunk() {
        Chunk chunk = new Chunk.Objects(objects, objectCount);
        objects = null;
        objectCount = 0;
        objectBytes = 0;
        permitted = subpartition.add(chunk);
    }

    /** Gives back what is gathered; nothing will be written any more. */
    void discard() {
        if (buffer != null) {
            memory.free(new Chunk.Bytes(buffer, bufferedBytes, Extent.WHOLE));
            buffer = null;
        }
        if (objects != null) {
            memory.free(new Chunk.Objects(objects, objectCount));
            objects = null;
        }
    }
}
