package org.holdfast.ha.storage;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names an immutable file, and says how to tell that it is the right one. A pointer makes its file
 * valid; a file without one has no effect.
 *
 * @param path of the file, fully qualified
 * @param length of the file in bytes
 * @param sha256 the digest the file ends with, 64 lower-case hexadecimal digits
 * @param version of the file's format
 */
public record MetadataPointer(String path, long length, String sha256, int version) {

    /** The longest pointer, in bytes. */
    public static final int MAX_BYTES = 1024;

    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,9}) ([0-9]{1,18}) ([0-9a-f]{64}) (.+)");

    public MetadataPointer {
        requireNonNull(path, "path");
        requireNonNull(sha256, "sha256");
        int bytes = encode(path, length, sha256, version).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "pointer to "
                            + path
                            + ": "
                            + bytes
                            + " bytes (expected: at most "
                            + MAX_BYTES
                            + "). Use a directory with a shorter name.");
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws DamagedMetadataException if it is something else
     */
    public static MetadataPointer decode(String text) throws DamagedMetadataException {
        Matcher form = FORM.matcher(text);
        if (text.length() > MAX_BYTES || !form.matches()) {
            throw new DamagedMetadataException(
                    "Not a pointer: '%s' (expected: version, length, SHA-256 and path)"
                            .formatted(text.substring(0, Math.min(text.length(), 100))));
        }
        return new MetadataPointer(
                form.group(4),
                Long.parseLong(form.group(2)),
                form.group(3),
                Integer.parseInt(form.group(1)));
    }

    /** As one line of text: version, length, SHA-256 and path. */
    public String encode() {
        return encode(path, length, sha256, version);
    }

    private static String encode(String path, long length, String sha256, int version) {
        return version + " " + length + " " + sha256 + " " + path;
    }
}
