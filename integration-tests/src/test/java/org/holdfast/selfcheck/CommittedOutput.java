package org.holdfast.selfcheck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What any reader of an output directory sees: all files but the hidden ones. */
final class CommittedOutput {

    /** Longer than any link; what is longer is cut, so that memory stays bounded. */
    static final int LONGEST_LINE = 120;

    private final FileSystem files;
    private final Path directory;

    /**
     * @param directory on {@code files}
     */
    CommittedOutput(FileSystem files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    /** Takes what was read. */
    interface Visitor {

        /** A line, without its end. */
        void onLine(String place, String line) throws IOException;

        /** What stands behind a file's last line end. */
        void onHalfLine(String place, String text) throws IOException;
    }

    /**
     * Reads all committed files.
     *
     * @return how many there are
     * @throws IOException if the directory is not there, or a file cannot be read to its end
     */
    int read(Visitor visitor) throws IOException {
        List<FileStatus> committed = list();
        for (FileStatus file : committed) {
            try (InputStream in = files.open(file.getPath())) {
                read(file.getPath().getName(), in, visitor);
            }
        }
        return committed.size();
    }

    /**
     * All committed files.
     *
     * @throws FileNotFoundException if the directory is not there
     */
    List<FileStatus> list() throws IOException {
        List<FileStatus> committed = new ArrayList<>();
        collect(directory, committed);
        return committed;
    }

    private void collect(Path folder, List<FileStatus> committed) throws IOException {
        for (FileStatus entry : files.listStatus(folder)) {
            String name = entry.getPath().getName();
            if (name.startsWith(".") || name.startsWith("_")) {
                continue;
            }
            if (entry.isDirectory()) {
                collect(entry.getPath(), committed);
            } else {
                committed.add(entry);
            }
        }
    }

    private static void read(String name, InputStream in, Visitor visitor) throws IOException {
        byte[] block = new byte[64 * 1024];
        StringBuilder line = new StringBuilder();
        long number = 1;
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            int from = 0;
            for (int i = 0; i < read; i++) {
                if (block[i] == '\n') {
                    append(line, block, from, i);
                    visitor.onLine(name + ":" + number, line.toString());
                    line.setLength(0);
                    number++;
                    from = i + 1;
                }
            }
            append(line, block, from, read);
        }
        if (line.length() > 0) {
            visitor.onHalfLine(name + ":" + number, line.toString());
        }
    }

    private static void append(StringBuilder line, byte[] block, int from, int end) {
        int length = Math.min(end - from, LONGEST_LINE - line.length());
        line.append(new String(block, from, length, ISO_8859_1));
    }
}
