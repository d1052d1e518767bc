package org.holdfast.api.file;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Source;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SourceSplit;

/**
 * The lines of text files, without their ends ({@code \n} or {@code \r\n}), in UTF-8; bytes that
 * are not UTF-8 become U+FFFD. Files must not change while the job runs.
 *
 * <p>Large files are split by byte range. A line belongs to the split that its first byte is in.
 */
public final class FileSource implements Source<String> {

    private final String path;
    private final SplitSize splitSize;

    FileSource(String path, SplitSize splitSize) {
        this.path = requireNonNull(path, "path");
        this.splitSize = requireNonNull(splitSize, "splitSize");
    }

    /**
     * The lines of a file, or of all files below a directory; those whose names start with {@code
     * .} or {@code _} are left out.
     */
    public static FileSource lines(String path) {
        return new FileSource(path, SplitSize.DEFAULT);
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public List<SourceSplit> splits(int parallelism, FileAccess files) throws IOException {
        List<FileInfo> inputs = inputs(files);
        long total = inputs.stream().mapToLong(FileInfo::length).sum();
        long size = splitSize.of(total, parallelism);
        List<SourceSplit> splits = new ArrayList<>();
        for (FileInfo input : inputs) {
            for (FileRange range : FileRange.divide(input, size)) {
                splits.add(range.toSplit());
            }
        }
        return splits;
    }

    @Override
    public SourceReader<String> reader(OperatorContext context) {
        return new FileSourceReader(context.files());
    }

    private List<FileInfo> inputs(FileAccess files) throws IOException {
        try {
            return files.list(path);
        } catch (FileNotFoundException e) {
            throw new InvalidJobException(
                    "Input path '" + path + "' does not exist. Check the path.", e);
        }
    }
}
