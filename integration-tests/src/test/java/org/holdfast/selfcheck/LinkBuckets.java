package org.holdfast.selfcheck;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Links on local disk, all links of a key in the same bucket, so that one bucket at a time fits
 * into memory. Not thread-safe.
 */
final class LinkBuckets implements AutoCloseable {

    private static final int LINK_BYTES = 4 * Long.BYTES;

    private final List<Path> paths = new ArrayList<>();
    private final List<DataOutputStream> buckets = new ArrayList<>();

    /**
     * @param directory there, empty
     * @param number of buckets
     */
    LinkBuckets(Path directory, int number) throws IOException {
        for (int i = 0; i < number; i++) {
            Path path = directory.resolve("bucket-" + i);
            paths.add(path);
            buckets.add(
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path))));
        }
    }

    void add(Link link) throws IOException {
        DataOutputStream bucket = buckets.get((int) (link.key() % buckets.size()));
        bucket.writeLong(link.key());
        bucket.writeLong(link.number());
        bucket.writeLong(link.count());
        bucket.writeLong(link.chain());
    }

    int number() {
        return buckets.size();
    }

    /** Reads a bucket, to which nothing is added from now on. */
    List<Link> read(int index) throws IOException {
        buckets.get(index).close();
        Path path = paths.get(index);
        long size = Files.size(path) / LINK_BYTES;
        List<Link> links = new ArrayList<>(Math.toIntExact(size));
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            for (long i = 0; i < size; i++) {
                links.add(new Link(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
            }
        }
        return links;
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < buckets.size(); i++) {
            buckets.get(i).close();
            Files.deleteIfExists(paths.get(i));
        }
    }
}
