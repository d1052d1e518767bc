package org.holdfast.client.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.holdfast.ha.storage.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SHA-256 digests of local files. Those of files that have not changed since are remembered in a
 * file, because to read all jars of a release takes longer than all the rest of a deployment.
 * Without that file, it only takes longer.
 */
final class FileDigests {

    private static final Logger LOG = LoggerFactory.getLogger(FileDigests.class);
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d+ \\d+ \\d+ .+)");
    private static final int MOST_REMEMBERED = 2000;

    private final Path memory;
    private final Map<String, String> remembered;
    private boolean changed;

    /**
     * @param memory the file; need not exist, and no harm if it cannot be written
     */
    FileDigests(Path memory) {
        this.memory = requireNonNull(memory, "memory");
        this.remembered = read(memory);
    }

    /** The digest of a file, 64 lower-case hexadecimal digits. */
    String of(Path file) throws IOException {
        String key = identify(file);
        String known = remembered.get(key);
        if (known == null) {
            known = Sha256.hexOf(file);
            remembered.put(key, known);
            changed = true;
        }
        return known;
    }

    /** The digest of a text. */
    static String ofText(String text) {
        return Sha256.hexOf(text.getBytes(UTF_8));
    }

    /** Remembers what was computed. */
    void save() {
        if (!changed) {
            return;
        }
        String text =
                remembered.entrySet().stream()
                        .skip(Math.max(0, remembered.size() - MOST_REMEMBERED))
                        .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                        .collect(Collectors.joining());
        try {
            Files.createDirectories(memory.getParent());
            Path written = Files.createTempFile(memory.getParent(), "digests", ".new");
            Files.writeString(written, text);
            Files.move(written, memory, StandardCopyOption.ATOMIC_MOVE);
            changed = false;
        } catch (IOException e) {
            LOG.info("Digests of local files are not remembered: {}", e.toString());
        }
    }

    /**
     * What is another if the file is another. The modification time alone does not do: builds that
     * can be repeated set it to a fixed date. The time of the last change of the inode cannot be
     * set.
     */
    private static String identify(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:size,ino,ctime");
        return attributes.get("size")
                + " "
                + attributes.get("ino")
                + " "
                + ((FileTime) attributes.get("ctime")).to(TimeUnit.NANOSECONDS)
                + " "
                + file.toRealPath();
    }

    private static Map<String, String> read(Path memory) {
        Map<String, String> digests = new LinkedHashMap<>();
        if (Files.isReadable(memory)) {
            try (var lines = Files.lines(memory)) {
                lines.map(LINE::matcher)
                        .filter(Matcher::matches)
                        .forEach(line -> digests.put(line.group(2), line.group(1)));
            } catch (IOException | UncheckedIOException e) {
                LOG.info("{} cannot be read, files are digested anew: {}", memory, e.toString());
            }
        }
        return digests;
    }
}
