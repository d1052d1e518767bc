package org.holdfast.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Commands and what they print, as a page of the documentation shows them: in blocks marked {@code
 * console}, where a command follows a dollar sign. Process ids are all the same.
 */
final class Transcript {

    private final Map<String, String> printed = new LinkedHashMap<>();

    private Transcript() {}

    /**
     * Reads the blocks of one section.
     *
     * @param heading the section's line, with its marks
     */
    static Transcript of(Path page, String heading) throws IOException {
        Transcript transcript = new Transcript();
        boolean inSection = false;
        boolean inBlock = false;
        String command = "";
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("## ")) {
                inSection = line.equals(heading);
            } else if (inSection && line.startsWith("```")) {
                inBlock = line.equals("```console");
            } else if (inSection && inBlock && line.startsWith("$ ")) {
                command = line.substring(2);
                transcript.printed.put(command, "");
            } else if (inSection && inBlock) {
                transcript.printed.merge(command, line + "\n", String::concat);
            }
        }
        return transcript;
    }

    /** What a command prints. */
    String of(String command) {
        String lines = printed.get(command);
        if (lines == null) {
            throw new AssertionError("'" + command + "' is not among " + printed.keySet());
        }
        return withoutIds(lines);
    }

    /** The same text for any process. */
    static String withoutIds(String text) {
        return text.replaceAll("pid: \\d+", "pid: N");
    }
}
