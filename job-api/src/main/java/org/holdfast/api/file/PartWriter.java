package org.holdfast.api.file;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.file.HiddenPart.Stage;

/** Writes one part after the other, each with its first record, and stages them. */
final class PartWriter implements SinkWriter<Object> {

    private final PartDirectory directory;
    private final OperatorContext context;
    private final Set<OpenPart> unstaged = ConcurrentHashMap.newKeySet();

    /** Whether a checkpoint holds parts of this subtask, or may do so. */
    private boolean checkpointed;

    /** Once a part is lost, none behind it may be committed. */
    private volatile IOException lost;

    private OpenPart current;
    private long opened;

    PartWriter(PartDirectory directory, OperatorContext context) {
        this.directory = directory;
        this.context = context;
        this.checkpointed = context.restoredCheckpoint() > 0;
    }

    @Override
    public void write(Object value) throws IOException {
        if (current == null) {
            current = open();
        }
        current.write(value);
    }

    @Override
    public Staging prepare(long checkpoint) throws IOException {
        refuseIfLost();
        checkpointed |= checkpoint > 0;
        if (current == null) {
            if (checkpointed) {
                return Staging.NOTHING;
            }
            current = open();
        }
        OpenPart part = current;
        current = null;
        StagedPart staged =
                new StagedPart(
                        directory.path(hidden(checkpoint, Stage.STAGED).fileName()),
                        directory.path(visibleName(checkpoint)));
        return () -> {
            stage(part, staged);
            return List.of(staged.toString());
        };
    }

    private void stage(OpenPart part, StagedPart staged) throws IOException {
        refuseIfLost();
        try {
            part.stage(staged.hidden());
        } catch (IOException e) {
            lost = e;
            throw e;
        }
        unstaged.remove(part);
    }

    private void refuseIfLost() throws IOException {
        IOException earlier = lost;
        if (earlier != null) {
            throw new IOException(
                    "An earlier part could not be staged: " + earlier.getMessage(), earlier);
        }
    }

    @Override
    public void close() throws IOException {
        for (OpenPart part : unstaged) {
            part.discard();
        }
    }

    private OpenPart open() throws IOException {
        String name = hidden(opened, Stage.INPROGRESS).fileName();
        OpenPart part = new OpenPart(directory.files(), directory.path(name));
        opened++;
        unstaged.add(part);
        return part;
    }

    private HiddenPart hidden(long number, Stage stage) {
        return new HiddenPart(
                context.jobId(), context.subtaskIndex(), context.attempt(), number, stage);
    }

    private String visibleName(long checkpoint) {
        if (checkpoint > 0) {
            return directory.checkpointedName(context, checkpoint);
        }
        return checkpointed ? directory.restoredName(context) : directory.plainName(context);
    }
}
