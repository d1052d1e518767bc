package org.holdfast.selfcheck;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;

/**
 * Looks at an output directory again and again, as a reader would that takes what is committed: a
 * file that was seen must not change, nor vanish. Not thread-safe.
 */
public final class CommittedFilesWatch {

    private final CommittedOutput output;
    private final Map<String, Seen> seen = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    private record Seen(long length, long modificationTime) {

        Seen(FileStatus file) {
            this(file.getLen(), file.getModificationTime());
        }
    }

    CommittedFilesWatch(CommittedOutput output) {
        this.output = output;
    }

    /** Compares what is there with what was there before. */
    public void look() throws IOException {
        Map<String, Seen> now = new TreeMap<>();
        for (FileStatus file : list()) {
            now.put(file.getPath().toString(), new Seen(file));
        }
        seen.forEach(
                (path, before) -> {
                    Optional<Seen> after = Optional.ofNullable(now.get(path));
                    if (!after.equals(Optional.of(before))) {
                        broken.add(
                                "%s was committed with %d bytes, and has %s since"
                                        .formatted(
                                                path,
                                                before.length,
                                                after.map(file -> "changed, to " + file.length)
                                                        .orElse("vanished")));
                    }
                });
        seen.putAll(now);
    }

    /** What was seen to change or vanish, a sentence each. */
    public List<String> broken() {
        return List.copyOf(broken);
    }

    private List<FileStatus> list() throws IOException {
        try {
            return output.list();
        } catch (FileNotFoundException e) {
            // not begun; if it had, each file it had counts as gone
            return List.of();
        }
    }
}
