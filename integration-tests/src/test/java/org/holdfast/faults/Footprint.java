package org.holdfast.faults;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.holdfast.faults.ApplicationProcesses.Container;

/**
 * What a cluster takes up: what must be the same after many failovers as it was before them.
 *
 * @param figures by what they count, in the order of printing
 */
record Footprint(Map<String, Long> figures) {

    private static final int SESSION_MILLIS = 10_000;

    /** Where to look. */
    record Places(String zooKeeper, String znode, List<String> directories) {}

    /** Counts what is there now. */
    static Footprint take(ApplicationProcesses processes, Places places)
            throws IOException, InterruptedException {
        Map<String, Long> figures = new LinkedHashMap<>();
        List<Container> jobManagers = processes.jobManagers();
        List<Container> taskManagers = processes.taskManagers();
        figures.put("ApplicationMaster processes", (long) jobManagers.size());
        figures.put("TaskManager processes", (long) taskManagers.size());
        figures.put("znodes", znodes(places));
        for (String directory : places.directories()) {
            figures.put("files in " + directory, files(directory));
        }
        figures.put("threads of the ApplicationMaster", most(jobManagers, Container::threads));
        figures.put(
                "descriptors of the ApplicationMaster", most(jobManagers, Container::descriptors));
        figures.put("threads of a TaskManager, most", most(taskManagers, Container::threads));
        figures.put(
                "descriptors of a TaskManager, most", most(taskManagers, Container::descriptors));
        return new Footprint(figures);
    }

    private static long most(List<Container> containers, ToIntFunction<Container> figure) {
        return containers.stream().map(figure::applyAsInt).max(Comparator.naturalOrder()).orElse(0);
    }

    private static long znodes(Places places) throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeper client =
                new ZooKeeper(
                        places.zooKeeper(),
                        SESSION_MILLIS,
                        event -> {
                            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                                connected.countDown();
                            }
                        })) {
            if (!connected.await(SESSION_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("ZooKeeper at " + places.zooKeeper() + " does not answer");
            }
            return client.exists(places.znode(), false) == null
                    ? 0
                    : client.getAllChildrenNumber(places.znode()) + 1L;
        } catch (KeeperException e) {
            throw new IOException("Cannot count what is below " + places.znode(), e);
        }
    }

    private static long files(String directory) throws IOException {
        Path path = new Path(directory);
        try (FileSystem files =
                FileSystem.newInstance(path.toUri(), new org.apache.hadoop.conf.Configuration())) {
            return files.exists(path) ? files.getContentSummary(path).getFileCount() : 0;
        }
    }

    /** Rows of a Markdown table: what, now, and then. */
    String rows(Footprint then) {
        StringBuilder rows = new StringBuilder();
        figures.forEach(
                (what, before) ->
                        rows.append(
                                "| %s | %d | %d |%n"
                                        .formatted(what, before, then.figures.get(what))));
        return rows.toString();
    }
}
