package org.holdfast.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.selfcheck.MeteredJob;

/** One way for an ApplicationMaster to fail, and what fails besides. */
enum Scenario {
    KILL("the ApplicationMaster is killed", Demand.ADOPTED),

    TASKMANAGER("and a TaskManager during the outage", Demand.RESTORED_ELSEWHERE) {
        @Override
        void strike(Container applicationMaster, Surroundings there) throws InterruptedException {
            super.kill(applicationMaster);
            super.kill(there.processes().taskManagers().get(0));
        }
    },

    TASK_FAILS("and a task fails during the outage", Demand.RESTORED) {
        @Override
        void strike(Container applicationMaster, Surroundings there)
                throws InterruptedException, IOException {
            super.kill(applicationMaster);
            Path told = Files.createFile(there.folder().resolve(MeteredJob.FAIL_FILE));
            there.await("a task fails", () -> !Files.exists(told));
        }
    },

    AGAIN_AT_S9("and the next one, taking over a TaskManager", Demand.ADOPTED),

    AGAIN_AT_A4("and the next one, which knows what runs", Demand.ADOPTED),

    AGAIN_AT_A5("and the next one, which has decided", Demand.ADOPTED),

    AGAIN_AT_A6("and the next one, some tasks told", Demand.ADOPTED),

    AGAIN_AT_S10("and a task fails, and the next one dies when it restores", Demand.RESTORED) {
        @Override
        void strike(Container applicationMaster, Surroundings there)
                throws InterruptedException, IOException {
            Files.delete(there.once());
            super.kill(applicationMaster);
            Files.createFile(there.folder().resolve(MeteredJob.FAIL_FILE));
            super.awaitSecondDeath(there);
        }
    },

    STOP("the JobManager stands still past its session, and goes on", Demand.ADOPTED) {
        @Override
        void strike(Container applicationMaster, Surroundings there)
                throws InterruptedException, IOException {
            long pid = applicationMaster.process().pid();
            signal("-STOP", pid);
            Thread.sleep(SESSION.multipliedBy(2).toMillis());
            signal("-CONT", pid);
        }
    },

    ZOOKEEPER("ZooKeeper is down for 10 s meanwhile", Demand.ADOPTED) {
        @Override
        void strike(Container applicationMaster, Surroundings there)
                throws InterruptedException, IOException {
            there.zooKeeper().kill();
            super.kill(applicationMaster);
            Thread.sleep(DOWN.toMillis());
            there.zooKeeper().start();
        }
    },

    RESOURCEMANAGER("the ResourceManager is down for 10 s meanwhile", Demand.ADOPTED) {
        @Override
        void strike(Container applicationMaster, Surroundings there) throws InterruptedException {
            there.hadoop().yarn().stopResourceManager(0);
            super.kill(applicationMaster);
            Thread.sleep(DOWN.toMillis());
            there.hadoop().yarn().restartResourceManager(0);
        }
    },

    /** The job was told to end a moment after the strike. */
    BOUNDED("and the job ends during the outage", Demand.ADOPTED);

    /** Of the JobManagers at ZooKeeper. */
    static final Duration SESSION = Duration.ofSeconds(8);

    private static final Duration DOWN = Duration.ofSeconds(10);
    private static final String AGAIN = "AGAIN_AT_";

    private final String words;
    private final Demand demand;

    Scenario(String words, Demand demand) {
        this.words = words;
        this.demand = demand;
    }

    /** As {@code again-at-S9}. */
    static Scenario named(String name) {
        for (Scenario scenario : values()) {
            if (scenario.toString().equals(name)) {
                return scenario;
            }
        }
        throw new IllegalArgumentException(
                "scenario '%s' (expected: one of %s)".formatted(name, List.of(values())));
    }

    String words() {
        return words;
    }

    Demand demand() {
        return demand;
    }

    /** At which of its fault points the second JobManager dies; empty for none. */
    String faultPoint() {
        return name().startsWith(AGAIN) ? name().substring(AGAIN.length()) : "";
    }

    /** Returns when all has happened that is to happen. */
    void strike(Container applicationMaster, Surroundings there)
            throws InterruptedException, IOException {
        if (faultPoint().isEmpty()) {
            kill(applicationMaster);
            return;
        }
        Files.delete(there.once());
        kill(applicationMaster);
        awaitSecondDeath(there);
    }

    private void awaitSecondDeath(Surroundings there) throws InterruptedException {
        there.await("the next one dies at " + faultPoint(), () -> Files.exists(there.once()));
    }

    private void kill(Container victim) throws InterruptedException {
        ApplicationProcesses.kill(victim);
    }

    private static void signal(String signal, long pid) throws InterruptedException, IOException {
        int exit = new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
        if (exit != 0) {
            throw new IOException("kill %s %d: exit status %d".formatted(signal, pid, exit));
        }
    }

    @Override
    public String toString() {
        String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return faultPoint().isEmpty() ? name : "again-at-" + faultPoint();
    }
}
