package org.holdfast.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.holdfast.runtime.dispatcher.TaskManagerDetails;
import org.holdfast.runtime.rest.client.RestClient;

/** Kills TaskManagers of a session on this machine, by the process ids they registered with. */
final class TaskManagerKiller {

    private static final long DEATH_SECONDS = 10;

    private final Leader leader;

    TaskManagerKiller(Leader leader) {
        this.leader = leader;
    }

    /** The registered TaskManagers, in the order of their ids. */
    List<TaskManagerDetails> registered() {
        return leader.ask(RestClient::taskManagers).stream()
                .sorted(Comparator.comparing(details -> details.registration().id().text()))
                .toList();
    }

    /**
     * Sends SIGKILL to all of them at once, and waits until they are dead.
     *
     * @return how many lived before; the others had ended by themselves
     */
    int kill(List<TaskManagerDetails> victims) throws InterruptedException {
        List<ProcessHandle> killed = signal(victims);
        for (ProcessHandle process : killed) {
            awaitDeath(process);
        }
        return killed.size();
    }

    /**
     * Sends SIGKILL to all of them at once.
     *
     * @return the processes of those that lived before
     */
    List<ProcessHandle> signal(List<TaskManagerDetails> victims) {
        return victims.stream()
                .map(TaskManagerKiller::process)
                .flatMap(Optional::stream)
                .filter(ProcessHandle::destroyForcibly)
                .toList();
    }

    /** The process, if it lives; by now its id may be a stranger's. */
    private static Optional<ProcessHandle> process(TaskManagerDetails taskManager) {
        long pid = taskManager.registration().pid();
        String container = taskManager.registration().id().text();
        try {
            Path folder = Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
            return folder.endsWith(container) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void awaitDeath(ProcessHandle process) throws InterruptedException {
        CompletableFuture<ProcessHandle> death = process.onExit();
        try {
            death.get(DEATH_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "Process " + process.pid() + " lives on " + DEATH_SECONDS + " s after SIGKILL",
                    e);
        }
    }
}
