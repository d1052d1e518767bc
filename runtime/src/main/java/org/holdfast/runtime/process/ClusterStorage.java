package org.holdfast.runtime.process;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.ha.store.CheckpointStore;
import org.holdfast.ha.store.StorageMark;
import org.holdfast.runtime.checkpoint.CheckpointRoots;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.checkpoint.StoredCheckpoints;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.JobResultStoreOptions;
import org.holdfast.runtime.dispatcher.JobRegistry;
import org.holdfast.runtime.dispatcher.VolatileJobs;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.recovery.JobStores;
import org.holdfast.runtime.recovery.StoredJobs;

/** Where a JobManager keeps what has to last: jars, and checkpoints as files. */
final class ClusterStorage implements AutoCloseable {

    /** Enough for several jobs' metadata at once; each job has one checkpoint under way. */
    private static final int IO_THREADS = 8;

    private static final int MOST_WAITING = 10_000;

    private final Configuration configuration;
    private final String clusterId;
    private final StorageDirectories directories;
    private final StorageDirectory directory;
    private final CheckpointRoots checkpointRoots;
    private final BlobStore blobs;
    private final ExecutorService io;

    /**
     * Opens it.
     *
     * @throws IOException if there is no such file system
     * @throws InvalidConfigurationException if high availability has no directory
     */
    ClusterStorage(JobManagerSetup setup) throws IOException {
        configuration = setup.configuration();
        clusterId = setup.clusterId();
        org.apache.hadoop.conf.Configuration hadoop = HadoopConfiguration.ofProcess();
        directories = new StorageDirectories(hadoop);
        directory = StorageDirectory.open(root(setup), hadoop);
        checkpointRoots = new CheckpointRoots(directories, directory.uri("checkpoints").toString());
        blobs = new BlobStore(directory);
        io = ioThreads();
    }

    /** What lasts longer than the application is not kept among the application's own files. */
    private static URI root(JobManagerSetup setup) {
        return URI.create(
                HighAvailability.storageDirectory(setup.configuration(), setup.clusterId())
                        .orElse(setup.storageDirectory()));
    }

    /**
     * What tells whether others see the same directory.
     *
     * @throws IOException if there is no such file system
     */
    static StorageMark mark(JobManagerSetup setup) throws IOException {
        return new StorageMark(StorageDirectory.open(root(setup), HadoopConfiguration.ofProcess()));
    }

    private static ExecutorService ioThreads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        IO_THREADS,
                        IO_THREADS,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MOST_WAITING),
                        task -> {
                            Thread thread = new Thread(task, "storage");
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** The jars. */
    BlobStore blobs() {
        return blobs;
    }

    /**
     * Where TaskManagers get a jar from: its file, or this process, if other hosts do not see that.
     *
     * @param restUrl this process's
     */
    String jarUri(String digest, URI restUrl) {
        URI file = blobs.uri(digest);
        boolean ownDisk = "file".equals(file.getScheme()) && !HighAvailability.isOn(configuration);
        return ownDisk ? restUrl + "/blobs/" + digest : file.toString();
    }

    /**
     * The checkpoints of each job.
     *
     * @param mainThread completes what is asked of it
     * @param term in which they are committed
     */
    CheckpointStorage.Factory checkpoints(MainThread mainThread, Leadership.Term term) {
        CheckpointStore store = new CheckpointStore(term.store(), term.epoch(), directories);
        return (job, settings) ->
                new StoredCheckpoints(
                        job,
                        checkpointRoots.pathOf(job, settings),
                        Math.toIntExact(term.epoch().number()),
                        store,
                        io,
                        mainThread);
    }

    /**
     * Whatever else of jobs lasts longer than a JobManager.
     *
     * @param mainThread completes what is asked of it
     * @param term in which it is changed
     * @throws IOException if the directory for results cannot be used
     */
    JobRegistry jobs(MainThread mainThread, Leadership.Term term) throws IOException {
        if (!HighAvailability.isOn(configuration)) {
            return new VolatileJobs();
        }
        StorageDirectory results =
                directories.at(
                        HighAvailability.resultsDirectory(configuration, clusterId).orElseThrow());
        return new StoredJobs(
                JobStores.open(
                        term.store(),
                        term.epoch(),
                        directory,
                        directories,
                        results,
                        configuration.get(JobResultStoreOptions.DELETE_ON_COMMIT)),
                configuration,
                checkpointRoots,
                io,
                mainThread);
    }

    /** What is under way is given up. */
    @Override
    public void close() {
        io.shutdownNow();
    }
}
