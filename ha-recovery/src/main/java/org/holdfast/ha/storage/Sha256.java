package org.holdfast.ha.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256; as text, 64 lower-case hexadecimal digits. */
public final class Sha256 {

    private Sha256() {}

    /** Of nothing so far. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What a digest has come to, as text; resets it. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of these bytes, as text. */
    public static String hexOf(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    /** Of a file's content, as text; reads all of it. */
    public static String hexOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copying(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies a stream to its end, and gives the digest of what was copied, as text. */
    public static String copying(InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = newDigest();
        new DigestInputStream(in, digest).transferTo(out);
        return hex(digest);
    }
}
