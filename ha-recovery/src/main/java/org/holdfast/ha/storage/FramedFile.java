package org.holdfast.ha.storage;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A format of immutable files that tell by themselves whether they are whole:
 *
 * <pre>
 * 4 bytes   magic, ASCII
 * 4 bytes   format version    big-endian, as the length
 * 8 bytes   length of the payload
 *           payload
 * 32 bytes  SHA-256 of everything before it
 * </pre>
 *
 * @param magic 4 ASCII characters
 * @param version of the payload's format
 * @param content what such a file is, for people
 * @param maxPayload the longest payload, in bytes
 */
public record FramedFile(String magic, int version, String content, int maxPayload) {

    private static final int MAGIC = 4;
    private static final int HEADER = MAGIC + Integer.BYTES + Long.BYTES;
    private static final int DIGEST = 32;

    public FramedFile {
        requireNonNull(content, "content");
        if (magic.getBytes(StandardCharsets.US_ASCII).length != MAGIC) {
            throw new IllegalArgumentException("magic: '" + magic + "' (expected: 4 characters)");
        }
    }

    /**
     * Writes a new file; it is on disk when this returns.
     *
     * @return what is to point to it
     * @throws IOException if the name is taken, the payload is too long, or writing failed: a
     *     partial file may stay, which can be told from a whole one
     */
    public MetadataPointer write(StorageDirectory directory, String name, byte[] payload)
            throws IOException {
        Framed framed = frame(directory, name, payload);
        directory.write(name, framed.bytes());
        return framed.pointer();
    }

    /**
     * A file that is not written yet.
     *
     * @param bytes all of its content
     * @param pointer what is to point to it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Framed(String name, byte[] bytes, MetadataPointer pointer) {}

    /**
     * What a new file will be; touches nothing.
     *
     * @throws IOException if the payload is too long, or the file's name is
     */
    public Framed frame(StorageDirectory directory, String name, byte[] payload)
            throws IOException {
        String path = directory.uri(name).toString();
        if (payload.length > maxPayload) {
            throw new IOException(
                    "%s: %s of %d bytes is not written (expected: at most %d)"
                            .formatted(path, content, payload.length, maxPayload));
        }
        ByteBuffer file = ByteBuffer.allocate(HEADER + payload.length + DIGEST);
        file.put(magic.getBytes(StandardCharsets.US_ASCII));
        file.putInt(version).putLong(payload.length).put(payload);
        byte[] digest = sha256(file.array(), file.position());
        file.put(digest);
        try {
            return new Framed(
                    name,
                    file.array(),
                    new MetadataPointer(
                            path, file.capacity(), HexFormat.of().formatHex(digest), version));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Reads a whole file.
     *
     * @return its payload
     * @throws FileNotFoundException if there is none
     * @throws DamagedMetadataException saying which file, and whether it is empty, truncated,
     *     damaged, of another kind or of another version
     */
    public byte[] read(StorageDirectory directory, String name) throws IOException {
        return payload(directory, name, file(directory, name));
    }

    /**
     * Reads the whole file a pointer speaks of.
     *
     * @return its payload
     * @throws FileNotFoundException if there is none
     * @throws DamagedMetadataException also if it is whole, but another one than the pointer's
     */
    public byte[] read(StorageDirectory directory, String name, MetadataPointer expected)
            throws IOException {
        if (expected.version() != version) {
            throw foreignVersion(directory.uri(name).toString(), expected.version());
        }
        byte[] file = file(directory, name);
        byte[] payload = payload(directory, name, file);
        String digest = HexFormat.of().formatHex(file, file.length - DIGEST, file.length);
        if (file.length != expected.length() || !digest.equals(expected.sha256())) {
            throw new DamagedMetadataException(
                    "%s is not the file its pointer speaks of: it has %d bytes and SHA-256 %s (expected: %d bytes, %s). %s"
                            .formatted(
                                    directory.uri(name),
                                    file.length,
                                    digest,
                                    expected.length(),
                                    expected.sha256(),
                                    advice()));
        }
        return payload;
    }

    private byte[] file(StorageDirectory directory, String name) throws IOException {
        return directory.read(name, HEADER + maxPayload + DIGEST);
    }

    private byte[] payload(StorageDirectory directory, String name, byte[] file)
            throws DamagedMetadataException {
        String path = directory.uri(name).toString();
        requireHeader(path, file);
        int end = file.length - DIGEST;
        if (!Arrays.equals(sha256(file, end), Arrays.copyOfRange(file, end, file.length))) {
            throw new DamagedMetadataException(
                    "%s is damaged: its content does not have the SHA-256 it was written with. %s"
                            .formatted(path, advice()));
        }
        return Arrays.copyOfRange(file, HEADER, end);
    }

    private void requireHeader(String path, byte[] file) throws DamagedMetadataException {
        if (file.length == 0) {
            throw new DamagedMetadataException(
                    "%s is empty: writing it was never finished. %s".formatted(path, advice()));
        }
        byte[] start = Arrays.copyOf(file, Math.min(MAGIC, file.length));
        byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
        if (!Arrays.equals(start, Arrays.copyOf(expected, start.length))) {
            throw new DamagedMetadataException(
                    "%s is not a %s: it starts with the bytes %s, not with %s."
                            .formatted(
                                    path,
                                    content,
                                    HexFormat.of().formatHex(start),
                                    HexFormat.of().formatHex(expected)));
        }
        if (file.length < HEADER + DIGEST) {
            throw truncated(path, file.length, HEADER + DIGEST);
        }
        ByteBuffer header = ByteBuffer.wrap(file, MAGIC, HEADER - MAGIC);
        int actualVersion = header.getInt();
        if (actualVersion != version) {
            throw foreignVersion(path, actualVersion);
        }
        requireLength(path, file.length, header.getLong());
    }

    private void requireLength(String path, int length, long payload)
            throws DamagedMetadataException {
        if (payload < 0 || payload > maxPayload) {
            throw new DamagedMetadataException(
                    "%s is damaged: its header speaks of %d bytes (expected: at most %d). %s"
                            .formatted(path, payload, maxPayload, advice()));
        }
        long whole = HEADER + payload + DIGEST;
        if (length < whole) {
            throw truncated(path, length, whole);
        }
        if (length > whole) {
            throw new DamagedMetadataException(
                    "%s is damaged: %d bytes follow after its end. %s"
                            .formatted(path, length - whole, advice()));
        }
    }

    private DamagedMetadataException foreignVersion(String path, int actual) {
        return new DamagedMetadataException(
                "%s is a %s of format version %d; this version of Holdfast reads %d. Use the version that wrote it."
                        .formatted(path, content, actual, version));
    }

    private DamagedMetadataException truncated(String path, long length, long whole) {
        return new DamagedMetadataException(
                "%s is truncated: it has %d of %d bytes. %s"
                        .formatted(path, length, whole, advice()));
    }

    private String advice() {
        return "This " + content + " cannot be used; use another, or a copy.";
    }

    private static byte[] sha256(byte[] bytes, int length) {
        MessageDigest sha256 = Sha256.newDigest();
        sha256.update(bytes, 0, length);
        return sha256.digest();
    }
}
