package org.holdfast.runtime.state;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.ha.storage.Sha256;

/**
 * Reads a keyed state file from its start to its end, and checks it on the way. Nothing that was
 * read may be used before {@link #finish} has returned: only it compares the digest.
 */
final class StateFileInput {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final DigestInputStream digested;
    private final DataInputStream in;
    private StateFileHeader header;
    private int groupsLeft;
    private int lastGroup = -1;

    /** What is said about a group before its content. */
    record GroupStart(int number, int rows, int eventTimers, int processingTimers, long bytes) {}

    private interface Part<T> {
        T read() throws IOException;
    }

    /**
     * Opens a file.
     *
     * @param in is not closed
     * @param name for messages
     */
    StateFileInput(InputStream in, String name) {
        this.name = name;
        this.digested =
                new DigestInputStream(
                        new BufferedInputStream(in, BUFFER_BYTES), Sha256.newDigest());
        this.in = new DataInputStream(digested);
    }

    /** Reads the file's header; to be called first. */
    StateFileHeader readHeader() throws IOException {
        header =
                checked(
                        () -> {
                            checkMagicAndVersion();
                            return header();
                        });
        groupsLeft = checked(() -> bounded("key groups", in.readInt(), header.range().count()));
        return header;
    }

    private void checkMagicAndVersion() throws IOException {
        if (in.readLong() != StateFormat.MAGIC) {
            throw new IOException(name + " is not a state file of Holdfast.");
        }
        int version = in.readInt();
        if (version > StateFormat.VERSION) {
            throw new IOException(
                    name
                            + " has format version "
                            + version
                            + "; this version of Holdfast reads up to "
                            + StateFormat.VERSION
                            + ". Use the newer Holdfast that wrote it.");
        } else if (version < 1) {
            throw damaged("it has format version " + version);
        }
    }

    private StateFileHeader header() throws IOException {
        String operator = text();
        int first = in.readInt();
        int count = in.readInt();
        if (first < 0 || count < 1 || count > KeyGroups.COUNT - first) {
            throw damaged("it announces " + count + " key groups from " + first);
        }
        long watermark = in.readLong();
        int states = bounded("states", in.readInt(), StateFormat.MAX_STATES);
        List<NamedState> named = new ArrayList<>();
        for (int i = 0; i < states; i++) {
            named.add(new NamedState(text(), kind(text())));
        }
        return new StateFileHeader(operator, new KeyGroupRange(first, count), named, watermark);
    }

    private StateKind kind(String kindName) throws IOException {
        for (StateKind kind : StateKind.values()) {
            if (kind.name().equals(kindName)) {
                return kind;
            }
        }
        throw damaged("it has a state of the unknown kind '" + kindName + "'");
    }

    /** Whether there is another group. */
    boolean hasNextGroup() {
        return groupsLeft > 0;
    }

    /** Reads what is said about the next group; {@link #content} or {@link #skip} is next. */
    GroupStart nextGroup() throws IOException {
        groupsLeft--;
        return checked(
                () -> {
                    int number = in.readInt();
                    if (number <= lastGroup || !header.range().contains(number)) {
                        throw damaged("key group " + number + " follows " + lastGroup);
                    }
                    lastGroup = number;
                    return new GroupStart(
                            number,
                            bounded("rows", in.readInt(), Integer.MAX_VALUE),
                            bounded("timers", in.readInt(), Integer.MAX_VALUE),
                            bounded("timers", in.readInt(), Integer.MAX_VALUE),
                            in.readLong());
                });
    }

    /** Reads a group's content. */
    KeyGroupContent content(GroupStart start) throws IOException {
        return checked(
                () -> {
                    int sections = KeyGroupContent.FIXED_SECTIONS + header.states().size();
                    List<KeyGroupContent.Section> read = new ArrayList<>();
                    long bytes = 0;
                    for (int i = 0; i < sections; i++) {
                        int shape = bounded("bytes", in.readInt(), Integer.MAX_VALUE);
                        int values = bounded("bytes", in.readInt(), Integer.MAX_VALUE);
                        bytes += 2L * Integer.BYTES + shape + values;
                        read.add(new KeyGroupContent.Section(bytes(shape), bytes(values)));
                    }
                    if (bytes != start.bytes()) {
                        throw damaged("key group " + start.number() + " has another length");
                    }
                    return new KeyGroupContent(start, read);
                });
    }

    /** Passes over a group's content. */
    void skip(GroupStart start) throws IOException {
        checked(
                () -> {
                    byte[] buffer = new byte[BUFFER_BYTES];
                    long left = start.bytes();
                    while (left > 0) {
                        int length = (int) Math.min(left, buffer.length);
                        in.readFully(buffer, 0, length);
                        left -= length;
                    }
                    return null;
                });
    }

    /**
     * Reads the end of the file.
     *
     * @throws IOException if it is not what was written
     */
    void finish() throws IOException {
        checked(
                () -> {
                    byte[] expected = digested.getMessageDigest().digest();
                    digested.on(false);
                    if (!MessageDigest.isEqual(expected, bytes(StateFormat.SHA256_BYTES))) {
                        throw damaged("its SHA-256 does not match");
                    } else if (in.read() != -1) {
                        throw damaged("it goes on after its end");
                    }
                    return null;
                });
    }

    private <T> T checked(Part<T> part) throws IOException {
        try {
            return part.read();
        } catch (EOFException e) {
            throw new IOException(name + " is truncated. Restore from another checkpoint.", e);
        }
    }

    private int bounded(String what, int number, int most) throws IOException {
        if (number < 0 || number > most) {
            throw damaged("it announces " + number + " " + what);
        }
        return number;
    }

    private String text() throws IOException {
        int length = bounded("bytes of a name", in.readInt(), StateFormat.MAX_TEXT_BYTES);
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    /** Makes room only for what is there. */
    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private IOException damaged(String how) {
        return new IOException(name + " is damaged: " + how + ". Restore from another checkpoint.");
    }
}
