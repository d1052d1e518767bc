package org.holdfast.selfcheck;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The output directory of a {@link SelfCheckingJob}, on any file system Hadoop knows. */
public final class SelfCheckedOutput implements AutoCloseable {

    private final FileSystem files;
    private final CommittedOutput committed;

    private SelfCheckedOutput(FileSystem files, Path directory) {
        this.files = files;
        this.committed = new CommittedOutput(files, directory);
    }

    /**
     * Connects to its file system.
     *
     * @param directory without a scheme, it is on the default file system
     */
    public static SelfCheckedOutput open(String directory) throws IOException {
        Path path = new Path(directory);
        return new SelfCheckedOutput(
                FileSystem.newInstance(path.toUri(), new Configuration()), path);
    }

    /** Judges what is committed. */
    public Verdict check(OutputChecker checker) throws IOException {
        return checker.check(committed);
    }

    /** Begins to watch it. */
    public CommittedFilesWatch watch() {
        return new CommittedFilesWatch(committed);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
