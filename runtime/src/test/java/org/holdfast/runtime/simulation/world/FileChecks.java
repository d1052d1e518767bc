package org.holdfast.runtime.simulation.world;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.runtime.jobgraph.JobId;

/** Files and the pointers to them: I4, I5; that those who lead no more leave them alone: I20. */
final class FileChecks {

    private static final int DIGEST = 32;
    private static final Pattern EPOCH =
            Pattern.compile(
                    ".*/(?:[a-z]+-[0-9a-f]{32}-[0-9]+-([0-9]+)-[0-9a-f-]{36}|chk-([0-9]+)-[0-9]+/.*)");

    private static final Pattern CHECKPOINT = Pattern.compile(".*/([0-9a-f]{32})/chk-[0-9-]+/.*");

    private final World world;
    private final TreeMap<String, String> named = new TreeMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Set<String> directories = new HashSet<>();

    FileChecks(World world) {
        this.world = world;
    }

    static String pathOf(String uri) {
        return URI.create(uri).getPath();
    }

    /** A pointer was set: its file is there, complete, and the one the pointer speaks of. */
    void onNamed(String path, String value) {
        onUnnamed(path);
        try {
            MetadataPointer pointer = MetadataPointer.decode(value);
            String file = pathOf(pointer.path());
            named.put(path, file);
            names.merge(file, 1, Integer::sum);
            if (path.contains("/checkpoints/")) {
                directories.add(parent(file));
            }
            Optional<byte[]> content = world.disk().look(file);
            world.verdict()
                    .require(
                            content.isPresent() && isWhole(content.get(), pointer),
                            "I4",
                            () -> path + " points to " + file + ", which is not what it should be");
        } catch (DamagedMetadataException e) {
            world.verdict().fail("I4", path + ": " + e.getMessage());
        }
    }

    private static String parent(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    private static boolean isWhole(byte[] file, MetadataPointer pointer) {
        if (file.length != pointer.length()) {
            return false;
        }
        int end = file.length - DIGEST;
        String digest = SimSnapshots.sha256(Arrays.copyOf(file, end));
        return digest.equals(pointer.sha256())
                && digest.equals(HexFormat.of().formatHex(file, end, file.length));
    }

    void onUnnamed(String path) {
        String file = named.remove(path);
        if (file != null) {
            names.computeIfPresent(file, (known, times) -> times == 1 ? null : times - 1);
            directories.remove(parent(file));
        }
    }

    void onUnnamedBelow(String path) {
        for (String below : Set.copyOf(named.subMap(path + "/", path + "0").keySet())) {
            onUnnamed(below);
        }
    }

    void onCreated(String file, SimProcess writer) {
        requireNotFenced(writer, file);
        Optional<Long> epoch = epochIn(file);
        if (writer instanceof SimJobManager jobManager && epoch.isPresent()) {
            world.verdict()
                    .require(
                            epoch.get() == jobManager.epoch(),
                            "I5",
                            () -> writer + " of epoch " + jobManager.epoch() + " writes " + file);
        }
    }

    void onDeleted(String file, SimProcess by) {
        world.trace(() -> by + " deletes " + file);
        requireNotFenced(by, file);
        world.verdict()
                .require(
                        !names.containsKey(file) && !directories.contains(parent(file))
                                || isOfEndedJob(file),
                        "I5",
                        () -> by + " deletes " + file + ", to which a pointer leads");
        Optional<Long> epoch = epochIn(file);
        if (by instanceof SimJobManager jobManager && epoch.isPresent()) {
            world.verdict()
                    .require(
                            epoch.get() <= jobManager.epoch(),
                            "I5",
                            () ->
                                    "%s of epoch %d deletes %s of a later one"
                                            .formatted(by, jobManager.epoch(), file));
        }
    }

    private void requireNotFenced(SimProcess by, String file) {
        world.verdict()
                .require(
                        !(by instanceof SimJobManager jobManager && jobManager.isFenced()),
                        "I20",
                        () -> by + " leads no more, knows it, and goes on with " + file);
    }

    /**
     * Of a job that has ended, nobody reads a checkpoint again, whether it has a pointer or not.
     */
    private boolean isOfEndedJob(String file) {
        Matcher form = CHECKPOINT.matcher(file);
        return form.matches() && world.checks().jobs().result(new JobId(form.group(1))).isPresent();
    }

    private static Optional<Long> epochIn(String file) {
        Matcher form = EPOCH.matcher(file);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(form.group(1) != null ? form.group(1) : form.group(2)));
    }
}
