package org.holdfast.runtime.simulation.world;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The storage all processes see. A file that is being written is empty until it is synced, and
 * stays what it is when its writer dies or the storage fails.
 */
final class SimDisk {

    private static final byte[] EMPTY = {};

    private final World world;
    private final NavigableMap<String, Content> files = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>();
    private long awayUntil;
    private int torn;

    private record Content(byte[] bytes, long modified) {}

    /** Something below a directory. */
    record Entry(String path, boolean isFile, long length, long modified) {}

    SimDisk(World world) {
        this.world = world;
    }

    /** Nothing can be read or written until then. */
    void failUntil(long time) {
        awayUntil = Math.max(awayUntil, time);
    }

    /** The next files that are written are cut off in the middle, and the writer is told. */
    void tearNext(int number) {
        torn = number;
    }

    void heal() {
        awayUntil = 0;
        torn = 0;
    }

    private SimProcess arrive() throws IOException {
        SimProcess caller = world.time().current();
        caller.linger();
        if (world.time().now() < awayUntil) {
            world.faults().onStorageRefused();
            throw new IOException("the storage is away");
        }
        return caller;
    }

    void create(String path) throws IOException {
        SimProcess writer = arrive();
        if (files.containsKey(path)) {
            throw new IOException(path + " exists already");
        }
        files.put(path, new Content(EMPTY, wallMillis()));
        world.checks().files().onCreated(path, writer);
    }

    void sync(String path, byte[] bytes) throws IOException {
        arrive();
        if (!files.containsKey(path)) {
            throw new FileNotFoundException(path + " was removed");
        }
        if (torn > 0) {
            torn--;
            world.faults().onTorn();
            files.put(
                    path,
                    new Content(java.util.Arrays.copyOf(bytes, bytes.length / 2), wallMillis()));
            throw new IOException(path + ": the connection to the storage broke");
        }
        files.put(path, new Content(bytes, wallMillis()));
    }

    private long wallMillis() {
        return world.wallMillis();
    }

    byte[] read(String path) throws IOException {
        arrive();
        Content content = files.get(path);
        if (content == null) {
            throw new FileNotFoundException(path);
        }
        return content.bytes();
    }

    boolean exists(String path) throws IOException {
        arrive();
        return files.containsKey(path) || directories.contains(path) || !below(path).isEmpty();
    }

    Optional<Entry> find(String path) throws IOException {
        arrive();
        Content content = files.get(path);
        if (content != null) {
            return Optional.of(new Entry(path, true, content.bytes().length, content.modified()));
        }
        boolean isDirectory = directories.contains(path) || !below(path).isEmpty();
        return isDirectory ? Optional.of(new Entry(path, false, 0, 0)) : Optional.empty();
    }

    void mkdirs(String path) throws IOException {
        arrive();
        directories.add(path);
    }

    boolean rename(String from, String to) throws IOException {
        arrive();
        Content content = files.get(from);
        if (content == null || files.containsKey(to)) {
            return false;
        }
        files.remove(from);
        files.put(to, content);
        return true;
    }

    boolean delete(String path) throws IOException {
        SimProcess by = arrive();
        boolean found = files.containsKey(path) || directories.contains(path);
        List<String> gone = new ArrayList<>(below(path).keySet());
        if (files.containsKey(path)) {
            gone.add(path);
        }
        for (String file : gone) {
            files.remove(file);
            world.checks().files().onDeleted(file, by);
        }
        directories.removeIf(known -> known.equals(path) || known.startsWith(path + "/"));
        return found || !gone.isEmpty();
    }

    /** What is directly below a directory, sorted; empty if there is no such directory. */
    List<Entry> list(String directory) throws IOException {
        arrive();
        Map<String, Entry> entries = new TreeMap<>();
        int start = directory.length() + 1;
        below(directory)
                .forEach(
                        (path, content) -> {
                            int end = path.indexOf('/', start);
                            String child = end < 0 ? path : path.substring(0, end);
                            entries.putIfAbsent(
                                    child,
                                    new Entry(
                                            child,
                                            end < 0,
                                            content.bytes().length,
                                            content.modified()));
                        });
        for (String known : directories.tailSet(directory + "/")) {
            if (!known.startsWith(directory + "/")) {
                break;
            }
            int end = known.indexOf('/', start);
            String child = end < 0 ? known : known.substring(0, end);
            entries.putIfAbsent(child, new Entry(child, false, 0, 0));
        }
        return List.copyOf(entries.values());
    }

    private NavigableMap<String, Content> below(String directory) {
        return files.subMap(directory + "/", true, directory + "0", false);
    }

    // ---------------------------------------------------------------- what the checks see

    /** What a file holds, whoever asks. */
    Optional<byte[]> look(String path) {
        return Optional.ofNullable(files.get(path)).map(Content::bytes);
    }

    /** All files below a directory. */
    List<String> filesBelow(String directory) {
        return List.copyOf(below(directory).keySet());
    }

    /** Puts a file there, as somebody outside does. */
    void put(String path, byte[] bytes) {
        files.putIfAbsent(path, new Content(bytes, wallMillis()));
    }
}
