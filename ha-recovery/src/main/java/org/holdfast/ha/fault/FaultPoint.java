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
 * those of the steps in {@code docs/operations.md}; {@code C6} is hit before the step, {@code C6+}
 * after it.
 *
 * <p>Every attempt of an application has the same properties, and would die at the same point. With
 * {@code holdfast.fault-point.once}, a local path, only that process dies which creates this file;
 * where the file is, every point is passed unharmed.
 *
 * <p>With {@code holdfast.fault-point.action=stop} the process does not die, but stands still until
 * somebody sends it SIGCONT.
 *
 * <p>Thread-safe.
 */
public final class FaultPoint {

    /** Names the point, and how often it is passed. */
    public static final String PROPERTY = "holdfast.fault-point";

    /** Names the file that only one process creates; without it every process dies. */
    public static final String ONCE_PROPERTY = "holdfast.fault-point.once";

    /** What happens to the process: {@code kill}, which is the default, or {@code stop}. */
    public static final String ACTION_PROPERTY = "holdfast.fault-point.action";

    private static final Logger log = LoggerFactory.getLogger(FaultPoint.class);
    private static final int KILLED = 137;

    private static final String chosen = System.getProperty(PROPERTY, "");
    private static final String chosenName = chosen.replaceFirst(":.*$", "");
    private static final AtomicInteger left =
            new AtomicInteger(
                    chosen.contains(":") ? Integer.parseInt(chosen.replaceFirst("^.*:", "")) : 0);

    private static final Action action = parse(System.getProperty(ACTION_PROPERTY, "kill"));

    /** What a test in this process does at every point; tests of coordinators use it. */
    private static volatile Handler handler = FaultPoint::strikeIfChosen;

    private FaultPoint() {}

    /** What happens at a point. */
    @FunctionalInterface
    public interface Handler {

        /** The point was reached; may throw what the step there could throw. */
        void reached(String name);
    }

    /** What may happen to a process. */
    public enum Action {
        /** As by {@code kill -9}: no hook runs, nothing is flushed. */
        KILL {
            @Override
            public void strike(String name) {
                log.warn("Fault point {}: this process dies here", name);
                Runtime.getRuntime().halt(KILLED);
            }
        },

        /** All its threads stand still, until SIGCONT. */
        STOP {
            @Override
            public void strike(String name) {
                log.warn("Fault point {}: this process stands still here", name);
                String pid = Long.toString(ProcessHandle.current().pid());
                try {
                    new ProcessBuilder("kill", "-STOP", pid).inheritIO().start().waitFor();
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "Fault point " + name + ": cannot stop: " + e.getMessage(), e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                log.warn("Fault point {}: this process goes on", name);
            }
        };

        /**
         * Does it to this process; returns, if at all, when the process goes on.
         *
         * @param name of the point, for the log
         */
        public abstract void strike(String name);
    }

    /** Says that this place was reached; does not return where the process is to die. */
    public static void hit(String name) {
        handler.reached(name);
    }

    /** For tests in this process: what to do at every point from now on; null for the usual. */
    public static void onHit(Handler newHandler) {
        handler = newHandler == null ? FaultPoint::strikeIfChosen : newHandler;
    }

    private static Action parse(String text) {
        return switch (text) {
            case "kill" -> Action.KILL;
            case "stop" -> Action.STOP;
            default ->
                    throw new IllegalArgumentException(
                            ACTION_PROPERTY + ": '" + text + "' (expected: kill or stop)");
        };
    }

    private static void strikeIfChosen(String name) {
        if (name.equals(chosenName) && left.getAndDecrement() == 0 && isFirst()) {
            action.strike(name);
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
