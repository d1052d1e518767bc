package org.holdfast.ha.store;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file system on which nothing can be deleted. */
public final class Undeletable extends RawLocalFileSystem {

    @Override
    public URI getUri() {
        return URI.create("nothing:///");
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        throw new IOException(path + " cannot be deleted");
    }
}
