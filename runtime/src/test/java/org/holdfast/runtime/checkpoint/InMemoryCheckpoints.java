package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.holdfast.runtime.checkpoint.CommitOutcome.Committed;
import org.holdfast.runtime.checkpoint.CommitOutcome.Refused;
import org.holdfast.runtime.checkpoint.CommitOutcome.Unknown;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * A disk and a coordination store for the checkpoints of all jobs, with faults to order. Passes
 * {@link CheckpointStorageContract} as {@link StoredCheckpoints} does.
 */
public final class InMemoryCheckpoints implements CheckpointStorage.Factory {

    /** What is to become of the next commits. */
    public enum Commits {
        /** They happen. */
        HAPPEN,
        /** The disk is full. */
        FAIL,
        /** They happen, and the answer is lost. */
        HAPPEN_UNSEEN,
        /** They do not happen, and the answer is lost. */
        FAIL_UNSEEN
    }

    private final Executor mainThread;
    private final Set<String> directories = new TreeSet<>();
    private final Map<String, CheckpointMetadata> files = new TreeMap<>();
    private final Map<JobId, Map<CheckpointId, String>> pointers = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();

    private Commits commits = Commits.HAPPEN;
    private boolean holdsCommits;
    private boolean answersQuestions = true;
    private Optional<String> readOnly = Optional.empty();

    public InMemoryCheckpoints(Executor mainThread) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    @Override
    public CheckpointStorage forJob(JobId job, CheckpointSettings settings) {
        return whileTrue(() -> true).forJob(job, settings);
    }

    /** The same, as a leader has it for as long as no other is elected. */
    public CheckpointStorage.Factory whileTrue(BooleanSupplier leads) {
        return (job, settings) ->
                new OfJob(job, settings.directory().orElse("mem:/checkpoints") + "/" + job, leads);
    }

    public void commitsWill(Commits fate) {
        commits = fate;
    }

    /** Commits wait for {@link #releaseCommits}. */
    public void holdCommits() {
        holdsCommits = true;
    }

    public void releaseCommits() {
        holdsCommits = false;
        List<Runnable> released = List.copyOf(held);
        held.clear();
        released.forEach(Runnable::run);
    }

    /** Whether unknown outcomes can be found out. */
    public void answerQuestions(boolean answer) {
        answersQuestions = answer;
    }

    /** No directory can be created from now on. */
    public void makeReadOnly(String reason) {
        readOnly = Optional.of(reason);
    }

    public void makeWritable() {
        readOnly = Optional.empty();
    }

    /** All there are. */
    public Set<String> directories() {
        return Set.copyOf(directories);
    }

    /** By path of the metadata file, whether there is a pointer to it or not. */
    public Map<String, CheckpointMetadata> files() {
        return Map.copyOf(files);
    }

    /** The committed checkpoints of a job, oldest first. */
    public List<CheckpointId> pointersOf(JobId job) {
        return pointers.getOrDefault(job, Map.of()).keySet().stream().sorted().toList();
    }

    /** The committed checkpoints of a job, oldest first. */
    public List<CheckpointMetadata> committedOf(JobId job) {
        return pointersOf(job).stream().map(id -> files.get(pointers.get(job).get(id))).toList();
    }

    /** Removes all that is committed of a job. */
    public void forget(JobId job) {
        pointers.remove(job);
    }

    private <T> CompletableFuture<T> later(Supplier<T> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        mainThread.execute(
                () -> {
                    try {
                        result.complete(operation.get());
                    } catch (CheckpointException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    private final class OfJob implements CheckpointStorage {

        private final JobId job;
        private final String root;
        private final BooleanSupplier leads;

        OfJob(JobId job, String root, BooleanSupplier leads) {
            this.job = job;
            this.root = root;
            this.leads = leads;
        }

        @Override
        public String directoryFor(CheckpointId id) {
            return root + "/chk-" + id;
        }

        @Override
        public String savepointDirectory(String base, CheckpointId id) {
            return base + "/savepoint-" + job.hex() + "-" + id;
        }

        @Override
        public CompletableFuture<String> prepare(String directory) {
            return later(
                    () -> {
                        if (readOnly.isPresent()) {
                            throw new CheckpointException(
                                    directory + " cannot be created: " + readOnly.get());
                        }
                        directories.add(directory);
                        return directory;
                    });
        }

        @Override
        public CompletableFuture<CommitOutcome> commit(CheckpointMetadata metadata) {
            if (!holdsCommits) {
                return later(() -> decide(metadata));
            }
            CompletableFuture<CommitOutcome> released = new CompletableFuture<>();
            held.add(() -> released.complete(decide(metadata)));
            return released;
        }

        private CommitOutcome decide(CheckpointMetadata metadata) {
            if (!leads.getAsBoolean()) {
                return new Unknown("fenced");
            }
            return switch (commits) {
                case HAPPEN -> new Committed(store(metadata));
                case FAIL -> new Refused(metadata.path() + ": no space left on device");
                case HAPPEN_UNSEEN -> {
                    store(metadata);
                    yield new Unknown("connection lost");
                }
                case FAIL_UNSEEN -> new Unknown("connection lost");
            };
        }

        private CheckpointMetadata store(CheckpointMetadata metadata) {
            CheckpointMetadata stored = withFile(metadata);
            files.put(stored.path(), stored);
            pointers.computeIfAbsent(job, id -> new TreeMap<>()).put(stored.id(), stored.path());
            return stored;
        }

        private CheckpointMetadata withFile(CheckpointMetadata metadata) {
            return new CheckpointMetadata(
                    metadata.id(),
                    metadata.kind(),
                    metadata.job(),
                    metadata.jobName(),
                    metadata.triggerTime(),
                    metadata.path() + "/_metadata",
                    metadata.operators());
        }

        @Override
        public CompletableFuture<CommitOutcome> outcomeOf(CheckpointMetadata metadata) {
            return later(
                    () -> {
                        if (!answersQuestions) {
                            return new Unknown("still no connection");
                        }
                        return pointersOf(job).contains(metadata.id())
                                ? new Committed(withFile(metadata))
                                : new Refused("its pointer was not committed");
                    });
        }

        @Override
        public CompletableFuture<Void> discard(String directory) {
            return later(() -> delete(directory));
        }

        private Void delete(String directory) {
            directories.remove(directory);
            files.remove(directory + "/_metadata");
            return null;
        }

        @Override
        public CompletableFuture<Void> remove(CheckpointMetadata checkpoint) {
            return later(
                    () -> {
                        removePointer(checkpoint);
                        String own = directoryFor(checkpoint.id());
                        return checkpoint.path().equals(own + "/_metadata") ? delete(own) : null;
                    });
        }

        @Override
        public CompletableFuture<Void> release(CheckpointMetadata checkpoint) {
            return later(() -> removePointer(checkpoint));
        }

        private Void removePointer(CheckpointMetadata checkpoint) {
            if (!leads.getAsBoolean()) {
                throw new CheckpointException("fenced");
            }
            pointers.getOrDefault(job, new TreeMap<>()).remove(checkpoint.id());
            return null;
        }

        @Override
        public CompletableFuture<Void> clear(Set<CheckpointId> retained) {
            return later(
                    () -> {
                        List<String> kept = retained.stream().map(this::directoryFor).toList();
                        directories.stream()
                                .filter(directory -> directory.startsWith(root + "/chk-"))
                                .filter(directory -> !kept.contains(directory))
                                .toList()
                                .forEach(this::delete);
                        return null;
                    });
        }

        @Override
        public CompletableFuture<CheckpointMetadata> load(String path) {
            return later(
                    () ->
                            Optional.ofNullable(files.get(path))
                                    .or(() -> Optional.ofNullable(files.get(path + "/_metadata")))
                                    .orElseThrow(
                                            () ->
                                                    new CheckpointException(
                                                            "Cannot restore from %s: there is no such directory."
                                                                    .formatted(path))));
        }
    }
}
