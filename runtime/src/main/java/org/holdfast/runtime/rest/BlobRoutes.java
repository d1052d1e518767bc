package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.Map;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.ha.store.DigestMismatchException;

/** Jars on their way in. */
final class BlobRoutes {

    private final BlobStore blobs;
    private final long maxBytes;
    private final RequestBodies bodies;

    /**
     * Routes.
     *
     * @param maxBytes of a jar
     */
    BlobRoutes(BlobStore blobs, RequestBodies bodies, long maxBytes) {
        this.blobs = blobs;
        this.maxBytes = maxBytes;
        this.bodies = bodies;
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
        try {
            boolean stored = bodies.read(context, maxBytes, body -> blobs.put(digest, body));
            Replies.json(context, stored ? 201 : 200, Map.of("blob", digest));
        } catch (DigestMismatchException e) {
            throw new HttpResponseException(400, e.getMessage());
        }
    }

    private static String digest(Context context) {
        return Parameters.id(context, BlobStore::requireDigest);
    }
}
