package org.holdfast.api.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.holdfast.api.SinkCommitter;

/** Shows staged parts by renaming them. */
final class PartCommitter implements SinkCommitter {

    private final FileAccess files;

    PartCommitter(FileAccess files) {
        this.files = requireNonNull(files, "files");
    }

    /**
     * Renames the part, unless it has no hidden file any more: then it was committed before. Its
     * visible file need not be there, since readers may have moved it away.
     */
    @Override
    public void commit(String staged) throws IOException {
        StagedPart part = StagedPart.parse(staged);
        if (!files.exists(part.hidden())) {
            return;
        }
        try {
            files.rename(part.hidden(), part.visible());
        } catch (IOException e) {
            // another attempt may have been faster; or the answer got lost, the request did not
            if (files.exists(part.hidden())) {
                throw new IOException(
                        "Part '"
                                + part.visible()
                                + "' is complete but could not be shown under this name: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    @Override
    public void abort(String staged) throws IOException {
        files.delete(StagedPart.parse(staged).hidden());
    }
}
