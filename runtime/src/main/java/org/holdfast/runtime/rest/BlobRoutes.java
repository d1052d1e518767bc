package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.ha.store.DigestMismatchException;

/** Jars on their way in, and out to TaskManagers that cannot see where they are stored. */
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
        server.get("/blobs/{id}", this::download);
        server.put("/blobs/{id}", this::upload);
    }

    private void find(Context context) throws IOException {
        context.status(blobs.contains(digest(context)) ? 200 : 404);
    }

    private void download(Context context) throws IOException {
        String digest = digest(context);
        try {
            context.contentType("application/java-archive").result(blobs.open(digest));
        } catch (FileNotFoundException e) {
            throw new HttpResponseException(404, "There is no blob " + digest + ".");
        }
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
