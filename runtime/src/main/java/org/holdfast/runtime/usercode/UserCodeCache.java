package org.holdfast.runtime.usercode;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.holdfast.api.file.FileAccess;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The code of the jobs that have subtasks in this TaskManager: per job one local copy of its jar
 * and one class loader, for as long as one of its subtasks holds it. Thread-safe.
 */
public final class UserCodeCache implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UserCodeCache.class);

    private final Path directory;
    private final FileAccess files;

    /** Guards everything below, entries' counts included; never held during input or output. */
    private final Object lock = new Object();

    private final Map<JobId, Entry> entries = new HashMap<>();
    private long copies;
    private boolean closed;

    /**
     * Creates an empty cache.
     *
     * @param directory for the local copies; created when it is first needed
     */
    public UserCodeCache(Path directory, FileAccess files) {
        this.directory = requireNonNull(directory, "directory");
        this.files = requireNonNull(files, "files");
    }

    /**
     * Gives a subtask its job's code, fetched if it is the job's first here. Blocks meanwhile.
     *
     * @param jarUri where the jar is, for {@link FileAccess}
     * @throws IOException if the jar cannot be fetched, or is not the one that was submitted
     * @throws InterruptedException if the thread is interrupted while another one fetches the jar
     */
    public UserCode acquire(JobId job, JobCode code, String jarUri)
            throws IOException, InterruptedException {
        Entry entry;
        boolean first;
        synchronized (lock) {
            if (closed) {
                throw new IOException(
                        "Job %s gets no code: this TaskManager is stopping.".formatted(job));
            }
            entry = entries.get(job);
            first = entry == null;
            if (first) {
                entry = new Entry(code.jarDigest(), directory.resolve(job + "-" + copies + ".jar"));
                copies++;
                entries.put(job, entry);
            }
            entry.holders++;
        }
        if (first) {
            fetch(job, entry, jarUri);
        }
        return hold(job, entry, code);
    }

    /** Closes all class loaders and deletes the copies; their subtasks must have ended. */
    @Override
    public void close() {
        Map<JobId, Entry> left;
        synchronized (lock) {
            closed = true;
            left = new HashMap<>(entries);
            entries.clear();
        }
        left.forEach((job, entry) -> entry.discard());
    }

    private UserCode hold(JobId job, Entry entry, JobCode code)
            throws IOException, InterruptedException {
        try {
            if (!entry.digest.equals(code.jarDigest())) {
                throw new IOException(
                        "Job %s runs here with the jar %s; a subtask with the jar %s is refused."
                                .formatted(job, entry.digest, code.jarDigest()));
            }
            JobJar jar = entry.jar.get();
            return new UserCode(jar, code, () -> release(job, entry));
        } catch (ExecutionException e) {
            release(job, entry);
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (IOException | InterruptedException e) {
            release(job, entry);
            throw e;
        }
    }

    private void fetch(JobId job, Entry entry, String jarUri) {
        try {
            Files.createDirectories(directory);
            String digest;
            try (InputStream in = files.open(jarUri, 0);
                    OutputStream out = Files.newOutputStream(entry.copy)) {
                digest = Sha256.copying(in, out);
            }
            if (!digest.equals(entry.digest)) {
                throw new IOException(
                        ("The jar of job %s, '%s', is not the one that was submitted (SHA-256 %s,"
                                        + " expected: %s). Submit the job again.")
                                .formatted(job, jarUri, digest, entry.digest));
            }
            entry.jar.complete(new JobJar(entry.copy));
            log.info("Fetched the jar of job {}: {} ({})", job, jarUri, digest);
        } catch (IOException | RuntimeException | Error e) {
            forget(job, entry); // the next subtask of the job tries again
            entry.jar.completeExceptionally(e);
        }
    }

    private void release(JobId job, Entry entry) {
        boolean last;
        synchronized (lock) {
            entry.holders--;
            last = entry.holders == 0;
            if (last) {
                forget(job, entry);
            }
        }
        if (last) {
            entry.discard();
        }
    }

    private void forget(JobId job, Entry entry) {
        synchronized (lock) {
            entries.remove(job, entry);
        }
    }

    /** The code of one job. */
    private static final class Entry {

        private final String digest;
        private final Path copy;
        private final CompletableFuture<JobJar> jar = new CompletableFuture<>();
        private int holders;

        Entry(String digest, Path copy) {
            this.digest = digest;
            this.copy = copy;
        }

        /** May be called twice. */
        void discard() {
            try {
                if (jar.isDone() && !jar.isCompletedExceptionally()) {
                    jar.join().close();
                    log.info("Closed the code in {}", copy);
                }
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                log.warn("Could not clean up {}: {}", copy, e.toString());
            }
        }
    }
}
