package org.holdfast.runtime.rest;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.BadMessageException;

/**
 * Reads bodies. One that arrives slowly keeps its thread, so only so many are read at a time, and
 * the other threads go on answering.
 */
final class RequestBodies {

    private final Semaphore permits;

    /**
     * A reader.
     *
     * @param atATime how many bodies are read at a time; other senders are told to come again
     */
    RequestBodies(int atATime) {
        this.permits = new Semaphore(atATime);
    }

    /** Takes a body in. */
    @FunctionalInterface
    interface Reading<T> {
        T from(InputStream body) throws IOException;
    }

    /**
     * Reads the body of a request.
     *
     * @param maxBytes of it; a longer one is refused with 413, whether it said so or not
     */
    <T> T read(Context context, long maxBytes, Reading<T> reading) throws IOException {
        if (context.req().getContentLengthLong() > maxBytes) {
            throw tooLong(maxBytes);
        }
        if (!permits.tryAcquire()) {
            throw new HttpResponseException(503, "Too many uploads at a time. Try again soon.");
        }
        try {
            return reading.from(new BoundedStream(context.bodyInputStream(), maxBytes));
        } finally {
            permits.release();
        }
    }

    private static HttpResponseException tooLong(long maxBytes) {
        return new HttpResponseException(
                413, "The body is longer than " + maxBytes + " bytes, which is all that is taken.");
    }

    /** A stream that refuses to go on past a bound. */
    private static final class BoundedStream extends FilterInputStream {

        private final long maxBytes;
        private long left;

        BoundedStream(InputStream in, long maxBytes) {
            super(in);
            this.maxBytes = maxBytes;
            this.left = maxBytes;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count;
            try {
                count = in.read(bytes, offset, length);
            } catch (IOException | BadMessageException e) {
                throw new HttpResponseException(
                        400, "The body ended too early or is not HTTP: " + e.getMessage());
            }
            left -= Math.max(0, count);
            if (left < 0) {
                throw tooLong(maxBytes);
            }
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
