package org.holdfast.ha.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place at which a process can be made to die. The system property {@code holdfast.fault-point}
 * names one, and how often it is passed unharmed before: {@code C6} or {@code C6:3}. The names are
 * those of the steps in {@code docs/high-availability.md}; {@code C6} is hit before the step,
 * {@code C6+} after it.
 *
 * <p>Every attempt of an application has the same properties, and would die at the same point. With
 * {@code holdfast.fault-point.once}, a local path, only that process dies which creates this file;
 * where the file is, every point is passed unharmed.
 *
 * <p>Thread-safe.
 */
public final class FaultPoint {

    /** Names the point, and how often it is passed. */
    public static final String PROPERTY = "holdfast.fault-point";

    /** Names the file that only one process creates; without it every process dies. */
    public static final String ONCE_PROPERTY = "holdfast.fault-point.once";

    private static final Logger log = LoggerFactory.getLogger(FaultPoint.class);
    private static final int KILLED = 137;

    private static final String chosen = System.getProperty(PROPERTY, "");
    private static final String chosenName = chosen.replaceFirst(":.*$", "");
    private static final AtomicInteger left =
            new AtomicInteger(
                    chosen.contains(":") ? Integer.parseInt(chosen.replaceFirst("^.*:", "")) : 0);

    /** What a test in this process does at every point; tests of coordinators use it. */
    private static volatile Handler handler = FaultPoint::halt;

    private FaultPoint() {}

    /** What happens at a point. */
    @FunctionalInterface
    public interface Handler {

        /** The point was reached; may throw what the step there could throw. */
        void reached(String name);
    }

    /** Says that this place was reached; does not return where the process is to die. */
    public static void hit(String name) {
        handler.reached(name);
    }

    /** For tests in this process: what to do at every point from now on; null for the usual. */
    public static void onHit(Handler newHandler) {
        handler = newHandler == null ? FaultPoint::halt : newHandler;
    }

    /** As by {@code kill -9}: no hook runs, nothing is flushed. */
    private static void halt(String name) {
        if (name.equals(chosenName) && left.getAndDecrement() == 0 && isFirst()) {
            log.warn("Fault point {}: this process dies here", name);
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /** Whether no other process died before; of those at the point at once one is the first. */
    private static boolean isFirst() {
        String file = System.getProperty(ONCE_PROPERTY, "");
        try {
            if (!file.isEmpty()) {
                Files.createFile(Path.of(file));
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    ONCE_PROPERTY + ": cannot create " + file + ": " + e.getMessage(), e);
        }
    }
}
