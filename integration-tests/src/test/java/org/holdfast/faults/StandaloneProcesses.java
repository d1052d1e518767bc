package org.holdfast.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.ha.leader.ElectedLeader;

/** The processes that the scripts of a standalone cluster have started on this machine. */
public final class StandaloneProcesses implements ClusterProcesses {

    private static final Pattern OWNER = Pattern.compile(".*, process (\\d+), .*");
    private static final String TASK_MANAGERS = "taskexecutor";

    private final HighAvailableCluster cluster;
    private final Path pidFiles;

    /**
     * @param pidFiles the folder of them
     */
    public StandaloneProcesses(HighAvailableCluster cluster, Path pidFiles) {
        this.cluster = cluster;
        this.pidFiles = pidFiles;
    }

    /** The one that was elected last; not those that stand by. */
    @Override
    public List<Container> jobManagers() {
        ElectedLeader leader = cluster.elected();
        Matcher owner = OWNER.matcher(leader.candidate().owner());
        if (!owner.matches()) {
            throw new IllegalStateException("No process is named by " + leader);
        }
        return living(owner.group(1), Math.toIntExact(leader.epoch().number())).stream().toList();
    }

    @Override
    public List<Container> taskManagers() {
        return ofService(TASK_MANAGERS);
    }

    /**
     * Those of one service, the one that was started last at the end.
     *
     * @param service as in the pid file's name
     */
    public List<Container> ofService(String service) {
        try (Stream<Path> files = Files.list(pidFiles)) {
            Optional<Path> file =
                    files.filter(one -> one.toString().endsWith("-" + service + ".pid"))
                            .findFirst();
            List<String> pids = file.isPresent() ? Files.readAllLines(file.get()) : List.of();
            return pids.stream().flatMap(pid -> living(pid, 0).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Container> living(String pid, int attempt) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .map(process -> new Container(pid, attempt, process));
    }
}
