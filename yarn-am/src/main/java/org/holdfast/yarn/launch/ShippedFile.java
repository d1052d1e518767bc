package org.holdfast.yarn.launch;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.URL;

/**
 * A file on the cluster's file system that containers get.
 *
 * @param link its name in a container's working directory; a folder if {@code unpacked}
 * @param uri where it is
 * @param size in bytes; YARN refuses the file if it is not that long any more
 * @param timestamp modification time in milliseconds since 1970; YARN refuses the file if it
 *     changed
 * @param unpacked whether it is an archive whose contents are wanted
 * @param visibility who shares a NodeManager's copy of it
 */
public record ShippedFile(
        String link,
        URI uri,
        long size,
        long timestamp,
        boolean unpacked,
        LocalResourceVisibility visibility) {

    public ShippedFile {
        requireNonNull(link, "link");
        requireNonNull(uri, "uri");
        requireNonNull(visibility, "visibility");
    }

    /** The same in YARN's terms. */
    public LocalResource toLocalResource() {
        return LocalResource.newInstance(
                URL.fromURI(uri),
                unpacked ? LocalResourceType.ARCHIVE : LocalResourceType.FILE,
                visibility,
                size,
                timestamp);
    }
}
