package org.holdfast.runtime.state;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Supplier;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.runtime.serialization.RecordSerializer;

/** A snapshot of {@link KeyedState}; written as {@link StateFormat} says. */
final class HeapKeyedSnapshot implements KeyedSnapshot {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final StateFileHeader header;
    private final Supplier<RecordSerializer> serializers;
    private final Runnable release;

    /** Null once released, for the garbage collector's sake. */
    private volatile FrozenGroup[] groups;

    /**
     * A snapshot.
     *
     * @param serializers gives the writing thread a serializer of its own
     * @param release run when the groups may be changed again
     */
    HeapKeyedSnapshot(
            StateFileHeader header,
            FrozenGroup[] groups,
            Supplier<RecordSerializer> serializers,
            Runnable release) {
        this.header = header;
        this.groups = groups;
        this.serializers = serializers;
        this.release = release;
    }

    @Override
    public int firstKeyGroup() {
        return header.range().first();
    }

    @Override
    public int keyGroups() {
        return header.range().count();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        FrozenGroup[] frozen = groups;
        if (frozen == null) {
            throw new IllegalStateException("the snapshot was released");
        }
        MessageDigest digest = Sha256.newDigest();
        DataOutputStream data =
                new DataOutputStream(
                        new BufferedOutputStream(
                                new DigestOutputStream(out, digest), BUFFER_BYTES));
        writeHeader(data);
        data.writeInt((int) Arrays.stream(frozen).filter(group -> !group.isEmpty()).count());
        KeyGroupEncoder encoder = new KeyGroupEncoder(header, serializers.get());
        for (FrozenGroup group : frozen) {
            if (!group.isEmpty()) {
                encoder.write(group, data);
            }
        }
        data.flush();
        out.write(digest.digest());
        out.flush();
    }

    private void writeHeader(DataOutputStream out) throws IOException {
        out.writeLong(StateFormat.MAGIC);
        out.writeInt(StateFormat.VERSION);
        writeText(header.operatorName(), out);
        out.writeInt(header.range().first());
        out.writeInt(header.range().count());
        out.writeLong(header.watermark());
        out.writeInt(header.states().size());
        for (NamedState state : header.states()) {
            writeText(state.name(), out);
            writeText(state.kind().name(), out);
        }
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > StateFormat.MAX_TEXT_BYTES) {
            throw new IOException(
                    "The name '" + text.substring(0, 40) + "...' is too long for a state file.");
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public void release() {
        if (groups == null) {
            throw new IllegalStateException("the snapshot was released before");
        }
        groups = null;
        release.run();
    }
}
