package org.holdfast.api.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.holdfast.api.OperatorContext;

/** The directory a {@link FileSink} writes to, and the names of what is in it. */
record PartDirectory(FileAccess files, String directory) {

    /** Enough digits of a job's id to tell apart the jobs that ever write to one directory. */
    private static final int SHORT_ID = 8;

    PartDirectory {
        requireNonNull(files, "files");
        requireNonNull(directory, "directory");
    }

    String path(String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    /** Of a part that is committed with a checkpoint. */
    String checkpointedName(OperatorContext context, long checkpoint) {
        long epoch = checkpoint >>> Integer.SIZE;
        return "%s-%d-%d".formatted(restoredName(context), epoch, (int) checkpoint);
    }

    /** Of a subtask's last part, in a job that goes on from a checkpoint and takes no more. */
    String restoredName(OperatorContext context) {
        return plainName(context) + "-" + context.jobId().substring(0, SHORT_ID);
    }

    /** Of a subtask's only part, in a job that takes no checkpoints. */
    String plainName(OperatorContext context) {
        return "part-" + context.subtaskIndex();
    }

    /**
     * Removes what earlier attempts left that this attempt writes again. What belongs to another
     * job stays.
     */
    void removeLeftovers(OperatorContext context) throws IOException {
        for (FileInfo file : files.listHidden(directory)) {
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            if (HiddenPart.of(name).filter(part -> part.isLeftBehindFor(context)).isPresent()) {
                files.delete(path(name));
            }
        }
        // Without a checkpoint behind it, an attempt starts over, whatever others have committed.
        boolean restored = context.restoredCheckpoint() > 0;
        files.delete(path(restored ? restoredName(context) : plainName(context)));
    }
}
