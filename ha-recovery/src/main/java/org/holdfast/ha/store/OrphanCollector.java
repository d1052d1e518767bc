package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.StorageDirectory;

/**
 * Removes files of job graphs, ledgers and results that no pointer names and none ever will: those
 * of earlier epochs, which can commit nothing any more, as soon as this epoch has seen that they
 * are unreferenced. Files of this epoch, of later ones, and with other names are left alone. All
 * calls block.
 */
public final class OrphanCollector {

    private final FencedPointers pointers;
    private final FolderFiles files;
    private final Clock clock;
    private final Duration grace;

    /**
     * @param coordination the session in which {@code epoch} was elected: what it reads is not
     *     older than that election
     * @param storage the cluster's own directory
     * @param results the directory of results
     * @param clock wall clock, compared with the file system's
     * @param grace how long nobody must have written to a file; only keeps it for people to look at
     */
    public OrphanCollector(
            CoordinationStore coordination,
            LeaderEpoch epoch,
            StorageDirectory storage,
            StorageDirectory results,
            Clock clock,
            Duration grace) {
        pointers = new FencedPointers(coordination, epoch);
        this.clock = requireNonNull(clock, "clock");
        this.grace = requireNonNull(grace, "grace");
        files = new FolderFiles(storage, results);
    }

    /**
     * Lists, compares, removes.
     *
     * @throws FencedException if another epoch has begun; nothing was removed
     * @throws IOException if a listing or a pointer could not be read; nothing was removed
     */
    public OrphanReport collect() throws IOException {
        List<FolderFiles.Found> candidates = new ArrayList<>(files.ofJobs());
        candidates.addAll(files.ofResults());
        candidates.removeIf(file -> !isOld(file));
        if (candidates.isEmpty()) {
            return new OrphanReport(List.of(), List.of());
        }
        Map<CoordinationPath, Optional<String>> values = new HashMap<>();
        for (FolderFiles.Found file : candidates) {
            CoordinationPath path = file.pointerPath();
            if (!values.containsKey(path)) {
                values.put(path, pointers.value(path));
            }
        }
        pointers.requireCurrent("collect orphans");
        return remove(candidates, values);
    }

    /**
     * Removes the directories of checkpoints that earlier leaders aborted, or had no time to
     * remove, from a job that lives. Of one that has ended, checkpoints may be kept without a
     * pointer: nothing is removed then.
     *
     * @param directory the job's own directory of checkpoints
     * @return the ids of those checkpoints, sorted
     * @throws FencedException if another epoch has begun; nothing was removed
     */
    public List<String> collectCheckpoints(String job, StorageDirectory directory)
            throws IOException {
        CheckpointDirectories directories = new CheckpointDirectories(directory);
        List<String> orphans = new ArrayList<>();
        for (String name : directory.list()) {
            CheckpointDirectories.idOf(name)
                    .filter(id -> CheckpointStore.epochOf(id) < pointers.epoch().number())
                    .ifPresent(orphans::add);
        }
        orphans.removeAll(pointers.children(JobPaths.checkpoints(job)));
        if (orphans.isEmpty() || pointers.value(JobPaths.graph(job)).isEmpty()) {
            return List.of();
        }
        pointers.requireCurrent("collect orphans");
        for (String id : orphans) {
            directories.of(id).deleteAll();
        }
        return List.copyOf(orphans);
    }

    private boolean isOld(FolderFiles.Found file) {
        return file.name().epoch().compareTo(pointers.epoch()) < 0
                && clock.millis() - file.file().modifiedMillis() >= grace.toMillis();
    }

    private static OrphanReport remove(
            List<FolderFiles.Found> candidates, Map<CoordinationPath, Optional<String>> values) {
        List<String> removed = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (FolderFiles.Found file : candidates) {
            Optional<String> value = values.get(file.pointerPath());
            if (value.isPresent() && !isPointer(file, value.get())) {
                kept.add(
                        "%s: what %s points to cannot be read"
                                .formatted(file.uri(), file.pointerPath()));
            } else if (value.filter(text -> text.contains(file.file().name())).isEmpty()) {
                delete(file, removed, kept);
            }
        }
        return new OrphanReport(removed, kept);
    }

    private static boolean isPointer(FolderFiles.Found file, String value) {
        try {
            file.name().kind().pointer(file.pointerPath(), value);
            return true;
        } catch (DamagedMetadataException e) {
            return false;
        }
    }

    private static void delete(FolderFiles.Found file, List<String> removed, List<String> kept) {
        try {
            file.directory().delete(file.relativeName());
            removed.add(file.uri().toString());
        } catch (IOException e) {
            kept.add("%s: %s".formatted(file.uri(), e.getMessage()));
        }
    }
}
