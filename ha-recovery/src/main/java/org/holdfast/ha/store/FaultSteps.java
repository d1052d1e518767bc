package org.holdfast.ha.store;

import java.io.IOException;
import java.io.OutputStream;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.storage.FramedFile.Framed;
import org.holdfast.ha.storage.StorageDirectory;

/**
 * The fault points on the way from content to a committed pointer; each may be empty.
 *
 * @param create before the file is created; {@code +} while it has 0 bytes
 * @param half while it is half written; {@code +} before it is synced and closed
 * @param closed when it is on disk
 * @param send before the transaction is sent; {@code +} before its answer is looked at
 * @param done when the outcome is known, and nobody has been told
 */
record FaultSteps(String create, String half, String closed, String send, String done) {

    static void hit(String step) {
        if (!step.isEmpty()) {
            FaultPoint.hit(step);
        }
    }

    static void hitAfter(String step) {
        if (!step.isEmpty()) {
            FaultPoint.hit(step + "+");
        }
    }

    /** Writes a new file; it is on disk when this returns. */
    void write(StorageDirectory directory, Framed file) throws IOException {
        int half = file.bytes().length / 2;
        hit(create);
        try (OutputStream out = directory.create(file.name())) {
            hitAfter(create);
            out.write(file.bytes(), 0, half);
            hit(this.half);
            out.write(file.bytes(), half, file.bytes().length - half);
            hitAfter(this.half);
        }
        hit(closed);
    }
}
