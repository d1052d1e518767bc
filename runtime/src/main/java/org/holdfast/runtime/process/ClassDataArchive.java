package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.holdfast.runtime.config.MemorySize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which the JVM keeps what it has made of a program's classes. A process that finds the
 * file starts in little more than half the time, which a failover waits for. Its place is what the
 * JVM was given as {@code -XX:SharedArchiveFile}: a folder that processes of the same kind on the
 * same node share. The first of them makes it when it has settled; a JVM that cannot use it ignores
 * it.
 *
 * <p>Making it takes a JVM of its own for some seconds, at the lowest priority. No failure of it is
 * one of this process.
 */
public final class ClassDataArchive {

    /** After this, a process has loaded what it needs, and what was started with it is done. */
    static final Duration DELAY = Duration.ofSeconds(10);

    /** What the JVM that makes the file takes, and some room for this process to grow. */
    private static final MemorySize ROOM = MemorySize.ofMebiBytes(384);

    private static final Path THREAD = Path.of("/proc/thread-self");
    private static final String LOWEST_PRIORITY = "19";
    private static final int RENICE_SECONDS = 5;

    private static final Logger log = LoggerFactory.getLogger(ClassDataArchive.class);

    private final Path file;

    ClassDataArchive(Path file) {
        this.file = requireNonNull(file, "file");
    }

    /**
     * Makes this process's archive after {@link #DELAY} on a thread of its own, if the JVM was told
     * a place for one and nobody has made it yet.
     *
     * @param limit of the memory of this process and those it starts
     */
    public static void makeLater(MemorySize limit) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(DELAY.toMillis());
                                yieldToAllOthers();
                                ofThisProcess().ifPresent(archive -> archive.makeIfRoom(limit));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "class-data-archive");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Lets this thread, and the JVM it is going to start, run when nobody else wants to. Java's own
     * priorities do nothing here; on Linux a process inherits what its parent's thread has.
     */
    private static void yieldToAllOthers() throws InterruptedException {
        try {
            String thread = Files.readSymbolicLink(THREAD).getFileName().toString();
            Process renice =
                    new ProcessBuilder("renice", "-n", LOWEST_PRIORITY, "-p", thread)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!renice.waitFor(RENICE_SECONDS, TimeUnit.SECONDS)) {
                renice.destroyForcibly();
            }
        } catch (IOException e) {
            log.debug("The class data archive is made with normal priority", e);
        }
    }

    /** Where the JVM looked for its archive; empty if it was told no place. */
    static Optional<ClassDataArchive> ofThisProcess() {
        String place =
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .getVMOption("SharedArchiveFile")
                        .getValue();
        return place == null || place.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClassDataArchive(Path.of(place).toAbsolutePath()));
    }

    private void makeIfRoom(MemorySize limit) {
        try {
            long free = limit.bytes() - residentBytes();
            if (free < ROOM.bytes()) {
                log.info("No class data archive is made: {} bytes of memory are left", free);
            } else {
                make();
            }
        } catch (IOException | JMException | RuntimeException e) {
            log.info("The class data archive {} could not be made", file, e);
        }
    }

    /** Makes the archive, unless it is there or another process is making it. Blocks. */
    void make() throws IOException, JMException {
        try (FileChannel lock =
                        FileChannel.open(
                                file.resolveSibling(file.getFileName() + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = lock.tryLock()) {
            if (held != null && !Files.exists(file)) {
                dump();
            }
        }
    }

    private void dump() throws IOException, JMException {
        long began = System.nanoTime();
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Object answer =
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "vmCds",
                                new Object[] {new String[] {"static_dump", unfinished.toString()}},
                                new String[] {String[].class.getName()});
        if (!Files.exists(unfinished)) {
            throw new IOException(String.valueOf(answer).strip());
        }
        Files.move(unfinished, file);
        log.info("Made {} in {} ms", file, (System.nanoTime() - began) / 1_000_000);
    }

    private static long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("/proc/self/status does not say how much memory is in use");
    }
}
