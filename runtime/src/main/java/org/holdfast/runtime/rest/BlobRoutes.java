package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.ha.store.DigestMismatchException;

/** Jars on their way in. An upload keeps its thread, so only some threads may be used so. */
final class BlobRoutes {

    private final BlobStore blobs;
    private final long maxBytes;
    private final Semaphore uploads;

    /**
     * Routes.
     *
     * @param maxBytes of a jar
     * @param maxUploads at the same time; others are told to come again
     */
    BlobRoutes(BlobStore blobs, long maxBytes, int maxUploads) {
        this.blobs = blobs;
        this.maxBytes = maxBytes;
        this.uploads = new Semaphore(maxUploads);
    }

    void register(Javalin server) {
        server.head("/blobs/{id}", this::find);
        server.put("/blobs/{id}", this::upload);
    }

    private void find(Context context) throws IOException {
        context.status(blobs.contains(digest(context)) ? 200 : 404);
    }

    private void upload(Context context) throws IOException {
        String digest = digest(context);
        RequestGuard.requireContentType(
                context, "application/java-archive", "application/octet-stream");
        if (!uploads.tryAcquire()) {
            throw new HttpResponseException(503, "Too many uploads at a time. Try again soon.");
        }
        try {
            boolean stored = blobs.put(digest, RequestBody.stream(context, maxBytes));
            Replies.json(context, stored ? 201 : 200, Map.of("blob", digest));
        } catch (DigestMismatchException e) {
            throw new HttpResponseException(400, e.getMessage());
        } finally {
            uploads.release();
        }
    }

    private static String digest(Context context) {
        return Parameters.id(context, BlobStore::requireDigest);
    }
}
