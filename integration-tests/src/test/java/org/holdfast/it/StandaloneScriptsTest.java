package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts of a standalone cluster print, start, note and end. */
class StandaloneScriptsTest {

    private static final String JOB_MANAGER = "standalonesession";
    private static final String TASK_MANAGER = "taskexecutor";
    private static final String ZOOKEEPER = "zookeeper";

    @TempDir Path sandbox;

    private Scripts scripts;

    @BeforeEach
    void prepare() throws Exception {
        scripts = new Scripts(sandbox);
    }

    @AfterEach
    void endEverything() {
        scripts.close();
    }

    private void configure(String line) throws Exception {
        Files.writeString(
                scripts.configuration("flink-conf.yaml"), line + "\n", StandardOpenOption.APPEND);
    }

    @Test
    void startsAndStopsAHighlyAvailableCluster() throws Exception {
        configure("high-availability: zookeeper");
        configure("high-availability.storageDir: file://" + sandbox);
        Files.writeString(scripts.configuration("masters"), "localhost:8081\nlocalhost:8082\n");
        try (ServerSocket quorum = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            configure("high-availability.zookeeper.quorum: localhost:" + quorum.getLocalPort());

            Scripts.Outcome start = scripts.call("start-cluster.sh").expect(0);

            assertThat(start.err()).isEmpty();
            assertThat(start.out())
                    .isEqualTo(
                            """
                            Starting HA cluster with 2 masters and 1 peers in ZooKeeper quorum.
                            Starting standalonesession daemon on host localhost.
                            Starting standalonesession daemon on host localhost.
                            Starting taskexecutor daemon on host localhost.
                            """);
        }
        assertThat(scripts.startedWith(JOB_MANAGER, 0))
                .containsSubsequence("--host", "localhost", "--webui-port", "8081");
        assertThat(scripts.startedWith(JOB_MANAGER, 1))
                .containsSubsequence("--host", "localhost", "--webui-port", "8082");
        List<Long> masters = scripts.pids(JOB_MANAGER);
        List<Long> workers = scripts.pids(TASK_MANAGER);
        assertThat(masters).hasSize(2);
        assertThat(workers).hasSize(1);

        Scripts.Outcome stop = scripts.call("stop-cluster.sh").expect(0);

        assertThat(stop.err()).isEmpty();
        assertThat(stop.out())
                .isEqualTo(
                        """
                        Stopping taskexecutor daemon (pid: %d) on localhost.
                        Stopping standalonesession daemon (pid: %d) on host localhost.
                        Stopping standalonesession daemon (pid: %d) on host localhost.
                        """
                                .formatted(workers.get(0), masters.get(1), masters.get(0)));
        assertThat(scripts.pidFile(JOB_MANAGER)).doesNotExist();
        assertThat(scripts.pidFile(TASK_MANAGER)).doesNotExist();
        awaitNoProcess();
    }

    @Test
    void startsNothingWithoutAQuorum() throws Exception {
        Scripts.Outcome start =
                scripts.call(
                                "start-cluster.sh",
                                "-Dhigh-availability=zookeeper",
                                "-D",
                                "high-availability.storageDir=file:///tmp",
                                "-Dhigh-availability.zookeeper.quorum=localhost:1")
                        .expect(1);

        assertThat(start.out()).isEmpty();
        assertThat(start.err())
                .isEqualTo(
                        "start-cluster.sh: ZooKeeper quorum localhost:1 cannot be reached"
                                + " (localhost:1: Connection refused). Start it with"
                                + " bin/start-zookeeper-quorum.sh, or correct"
                                + " high-availability.zookeeper.quorum.\n");
        assertThat(scripts.processes()).isEmpty();
    }

    @Test
    void startsAndStopsAQuorum() throws Exception {
        Files.writeString(
                scripts.configuration("zoo.cfg"),
                """
                # three of them
                clientPort=2181
                server.0=localhost:2888:3888
                  server.12 = localhost:2889:3889;2182
                #server.13=localhost:1:1
                server.255=localhost:2890:3890
                """);

        Scripts.Outcome start = scripts.call("start-zookeeper-quorum.sh").expect(0);

        assertThat(start.out())
                .isEqualTo("Starting zookeeper daemon on host localhost.\n".repeat(3));
        Path file = scripts.configuration("zoo.cfg");
        assertThat(scripts.startedWith(ZOOKEEPER, 0)).endsWith(file.toString(), "0");
        assertThat(scripts.startedWith(ZOOKEEPER, 1)).endsWith(file.toString(), "12");
        assertThat(scripts.startedWith(ZOOKEEPER, 2)).endsWith(file.toString(), "255");
        List<Long> pids = new ArrayList<>(scripts.pids(ZOOKEEPER));
        Collections.reverse(pids);

        Scripts.Outcome stop = scripts.call("stop-zookeeper-quorum.sh").expect(0);

        assertThat(stop.lines())
                .containsExactlyElementsOf(
                        pids.stream()
                                .map(
                                        pid ->
                                                "Stopping zookeeper daemon (pid: %d) on host localhost."
                                                        .formatted(pid))
                                .toList());
        awaitNoProcess();
    }

    @Test
    void withoutHighAvailabilityThereIsOneJobManager() throws Exception {
        configure("env.java.opts: -Dcolour=blue -Dsize=7");

        Scripts.Outcome start =
                scripts.call("start-cluster.sh", "-D", "taskmanager.host=my host").expect(0);

        assertThat(start.out())
                .isEqualTo(
                        """
                        Starting cluster.
                        Starting standalonesession daemon on host localhost.
                        Starting taskexecutor daemon on host localhost.
                        """);
        assertThat(scripts.startedWith(TASK_MANAGER, 0))
                .contains("-Dcolour=blue", "-Dsize=7", "-XX:+UseParallelGC")
                .containsSubsequence(
                        "org.holdfast.runtime.process.TaskManagerMain",
                        "--configDir",
                        sandbox.resolve("conf").toString(),
                        "-Dtaskmanager.host=my host");
    }

    @Test
    void tellsOfThoseThatRunAndStopsTheLastOneFirst() throws Exception {
        String host = Scripts.host();
        assertThat(scripts.call("taskmanager.sh", "stop").expect(0).out())
                .isEqualTo("No taskexecutor daemon to stop on host " + host + ".\n");

        scripts.call("taskmanager.sh", "start").expect(0);
        Scripts.Outcome second = scripts.call("taskmanager.sh", "start").expect(0);

        assertThat(second.out())
                .isEqualTo(
                        """
                        [INFO] 1 instance(s) of taskexecutor are already running on %s.
                        Starting taskexecutor daemon on host %s.
                        """
                                .formatted(host, host));
        List<Long> pids = scripts.pids(TASK_MANAGER);
        assertThat(scripts.call("taskmanager.sh", "stop").expect(0).out())
                .isEqualTo(
                        "Stopping taskexecutor daemon (pid: %d) on %s.\n"
                                .formatted(pids.get(1), host));
        assertThat(scripts.pids(TASK_MANAGER)).containsExactly(pids.get(0));

        scripts.call("taskmanager.sh", "start").expect(0);
        long third = scripts.pids(TASK_MANAGER).get(1);
        assertThat(scripts.call("taskmanager.sh", "stop-all").expect(0).lines())
                .containsExactly(
                        "Stopping taskexecutor daemon (pid: %d) on %s.".formatted(third, host),
                        "Stopping taskexecutor daemon (pid: %d) on %s."
                                .formatted(pids.get(0), host));
        assertThat(scripts.pidFile(TASK_MANAGER)).doesNotExist();
    }

    @Test
    void aKilledJobManagerStaysDeadAndItsSuccessorTakesItsNumber() throws Exception {
        scripts.call("jobmanager.sh", "start", "localhost", "0").expect(0);
        scripts.call("jobmanager.sh", "start", "localhost", "0").expect(0);
        List<Long> pids = scripts.pids(JOB_MANAGER);
        Files.writeString(scripts.log(JOB_MANAGER, 0, "log"), "what the first one logged\n");

        ProcessHandle.of(pids.get(0)).orElseThrow().destroyForcibly();

        Awaitility.await("the end of what started it")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                Files.readString(scripts.log(JOB_MANAGER, 0, "out"))
                                        .contains(
                                                "process %d ended with status 137. It is not started again."
                                                        .formatted(pids.get(0))));
        scripts.call("jobmanager.sh", "start", "localhost", "0").expect(0);
        assertThat(scripts.log(JOB_MANAGER, 0, "log.1")).hasContent("what the first one logged");
        assertThat(scripts.log(JOB_MANAGER, 2, "out")).doesNotExist();
        assertThat(scripts.pids(JOB_MANAGER)).hasSize(2).contains(pids.get(1));
        assertThat(scripts.call("jobmanager.sh", "stop-all").expect(0).lines()).hasSize(2);
        awaitNoProcess();
    }

    @Test
    void aJobManagerThatIsToStandByIsStartedAgain() throws Exception {
        scripts.call("jobmanager.sh", "start").expect(0);
        long first = scripts.pids(JOB_MANAGER).get(0);
        assertThat(scripts.isStandIn(first)).isTrue();
        assertThat(scripts.startedWith(JOB_MANAGER, 0)).anyMatch(this::isStartedFile);

        scripts.behave(JOB_MANAGER, List.of("exit 3", "run"));
        endWith3(first);

        long last = awaitSecondRun();
        assertThat(scripts.startedWith(JOB_MANAGER, 0)).noneMatch(this::isStartedFile);
        assertThat(Files.readString(scripts.log(JOB_MANAGER, 0, "out")))
                .contains("It is started again in 1 s", "It is started again in 2 s");
        assertThat(scripts.call("jobmanager.sh", "stop").expect(0).out())
                .contains("(pid: " + last + ")");
        awaitNoProcess();
    }

    private boolean isStartedFile(String word) {
        return word.startsWith("-Dholdfast.started.file=");
    }

    private void endWith3(long pid) throws Exception {
        new ProcessBuilder("kill", "-USR1", String.valueOf(pid)).start().waitFor();
    }

    private long awaitSecondRun() {
        return Awaitility.await("a process that runs on")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            String out = Files.readString(scripts.log(JOB_MANAGER, 0, "out"));
                            int runs = out.split("output of standalonesession", -1).length - 1;
                            return runs == 2 ? scripts.pids(JOB_MANAGER).get(0) : 0;
                        },
                        pid -> pid != 0 && scripts.isStandIn(pid));
    }

    @Test
    void oneThatCannotStandByIsGivenUp() throws Exception {
        Path pauses = sandbox.resolve("pauses");
        scripts.putFirst(
                "sleep",
                """
                #!/usr/bin/env bash
                [[ $1 == 0.* ]] || echo "$1" >>%s
                exec /bin/sleep 0.01
                """
                        .formatted(pauses));
        scripts.behave(JOB_MANAGER, Collections.nCopies(20, "exit 3"));

        Scripts.Outcome start = scripts.call("jobmanager.sh", "start").expect(1);

        assertThat(start.err())
                .startsWith("jobmanager.sh: standalonesession did not start on ")
                .contains("There is no port left:\nnone of 2\n");
        assertThat(Files.readAllLines(pauses))
                .containsExactly("1", "2", "4", "8", "16", "30", "30", "30", "30");
        assertThat(Files.readString(scripts.log(JOB_MANAGER, 0, "out")))
                .endsWith(
                        "ended with status 3 within 60 s, like 9 before it. It is not started"
                                + " again.\n");
        assertThat(scripts.pidFile(JOB_MANAGER)).doesNotExist();
        awaitNoProcess();
    }

    @Test
    void stoppingEndsOneThatIsAboutToBeStartedAgain() throws Exception {
        scripts.putFirst(
                "sleep", "#!/bin/sh\n[ $1 = 1 ] && exec /bin/sleep 60\nexec /bin/sleep $1\n");
        scripts.call("jobmanager.sh", "start").expect(0);
        long pid = scripts.pids(JOB_MANAGER).get(0);
        endWith3(pid);
        long keeper = scripts.awaitAnother(JOB_MANAGER, pid);

        assertThat(scripts.call("jobmanager.sh", "stop").expect(0).out())
                .isEqualTo(
                        "Stopping standalonesession daemon (pid: %d) on host %s.\n"
                                .formatted(keeper, Scripts.host()));

        assertThat(scripts.pidFile(JOB_MANAGER)).doesNotExist();
        awaitNoProcess();
    }

    @Test
    void saysWhyAProcessDidNotStart() throws Exception {
        scripts.behave(TASK_MANAGER, List.of("exit 1"));

        Scripts.Outcome start = scripts.call("taskmanager.sh", "start").expect(1);

        assertThat(start.err())
                .isEqualTo(
                        """
                        taskmanager.sh: taskexecutor did not start on %s:
                        2026-01-01 00:00:00,001 ERROR [main] Main - There is no port left:
                        none of 2
                        Its log is %s, what it printed %s.
                        """
                                .formatted(
                                        Scripts.host(),
                                        scripts.log(TASK_MANAGER, 0, "log"),
                                        scripts.log(TASK_MANAGER, 0, "out")));
        assertThat(scripts.pidFile(TASK_MANAGER)).doesNotExist();
    }

    @Test
    void aRealTaskManagerThatFindsItsPortTakenSaysSo() throws Exception {
        scripts.withRealJava();
        try (ServerSocket taken = new ServerSocket(0)) {
            Scripts.Outcome start =
                    scripts.call(
                                    "taskmanager.sh",
                                    "start",
                                    "-D",
                                    "taskmanager.rpc.port=" + taken.getLocalPort())
                            .expect(1);

            assertThat(start.err())
                    .contains("The TaskManager cannot start")
                    .contains(String.valueOf(taken.getLocalPort()));
        }
        scripts.call("taskmanager.sh", "start", "-Dtaskmanager.host=localhost").expect(0);
        long pid = scripts.pids(TASK_MANAGER).get(0);
        assertThat(Files.readString(scripts.log(TASK_MANAGER, 0, "log")))
                .contains("process " + pid);
        assertThat(scripts.log(TASK_MANAGER, 0, "started")).doesNotExist();
        scripts.call("taskmanager.sh", "stop").expect(0);
        awaitNoProcess();
    }

    @Test
    void reachesOtherHostsThroughSshAndNamesThoseItCannotReach() throws Exception {
        configure("env.ssh.opts: -p 2222 -oBatchMode=yes");
        Files.writeString(
                scripts.configuration("workers"), "node1\nunreachable2\nlocalhost\nnode1\n");

        Scripts.Outcome start =
                scripts.call("start-cluster.sh", "-D", "taskmanager.resource-id=it's $HOME")
                        .expect(1);

        // all of them are this machine, which the scripts cannot know
        assertThat(start.lines())
                .filteredOn(line -> !line.startsWith("[INFO]"))
                .containsExactly(
                        "Starting cluster.",
                        "Starting standalonesession daemon on host localhost.",
                        "Starting taskexecutor daemon on host node1.",
                        "Starting taskexecutor daemon on host localhost.",
                        "Starting taskexecutor daemon on host node1.");
        assertThat(start.err())
                .startsWith("start-cluster.sh: Warning: TaskManagers on node1 cannot reach")
                .contains(
                        "start-cluster.sh: host unreachable2 cannot be reached by ssh (its status"
                                + " is 255). Try: ssh -p 2222 -oBatchMode=yes unreachable2\n");
        assertThat(scripts.sshLines())
                .filteredOn(line -> line.contains("node1"))
                .hasSize(2)
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                "-n -p 2222 -oBatchMode=yes node1 -- nohup /bin/bash -l "
                                                        + scripts.path("taskmanager.sh")
                                                        + " start "));
        assertThat(scripts.startedWith(TASK_MANAGER, 0))
                .contains("-Dtaskmanager.resource-id=it's $HOME");
        assertThat(scripts.pids(TASK_MANAGER)).hasSize(3);

        Scripts.Outcome stop = scripts.call("stop-cluster.sh").expect(1);

        assertThat(stop.lines()).hasSize(4);
        assertThat(stop.err()).contains("host unreachable2 cannot be reached");
        awaitNoProcess();
    }

    @Test
    void severalStartsAtATimeDoNotDisturbEachOther() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(scripts.start("taskmanager.sh", "start"));
        }
        for (Process start : starts) {
            assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(start.exitValue()).isZero();
        }

        assertThat(scripts.pids(TASK_MANAGER))
                .hasSize(6)
                .doesNotHaveDuplicates()
                .allMatch(scripts::isStandIn);
        for (int i = 0; i < 6; i++) {
            assertThat(scripts.log(TASK_MANAGER, i, "out")).hasContent("output of taskexecutor");
        }
    }

    @Test
    void neverStopsAStranger() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(scripts.pidFile(TASK_MANAGER), stranger.pid() + "\n\nnonsense\n");

            assertThat(scripts.call("taskmanager.sh", "stop").expect(0).lines())
                    .containsExactly(
                            "No taskexecutor daemon (pid: %d) is running anymore on %s."
                                    .formatted(stranger.pid(), Scripts.host()),
                            "No taskexecutor daemon (pid: nonsense) is running anymore on %s."
                                    .formatted(Scripts.host()));
            assertThat(scripts.pidFile(TASK_MANAGER)).doesNotExist();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void keepsTheLogsOfFiveEarlierStarts() throws Exception {
        for (int i = 0; i < 7; i++) {
            scripts.call("taskmanager.sh", "start").expect(0);
            Files.writeString(scripts.log(TASK_MANAGER, 0, "log"), "start " + i + "\n");
            scripts.call("taskmanager.sh", "stop").expect(0);
        }

        assertThat(scripts.log(TASK_MANAGER, 0, "log")).hasContent("start 6");
        assertThat(scripts.log(TASK_MANAGER, 0, "log.1")).hasContent("start 5");
        assertThat(scripts.log(TASK_MANAGER, 0, "log.5")).hasContent("start 1");
        assertThat(scripts.log(TASK_MANAGER, 0, "log.6")).doesNotExist();
        assertThat(scripts.log(TASK_MANAGER, 0, "out.5")).exists();
    }

    @Test
    void inTheForegroundItEndsWithItsTerminalAndCanBeStopped() throws Exception {
        Process foreground = scripts.start("jobmanager.sh", "start-foreground");
        awaitOutput(JOB_MANAGER);
        long child = scripts.pids(JOB_MANAGER).get(0);
        assertThat(child).isNotEqualTo(foreground.pid());
        assertThat(scripts.startedWith(JOB_MANAGER, 0)).noneMatch(this::isStartedFile);
        foreground.destroy();
        assertThat(foreground.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(foreground.exitValue()).isEqualTo(143);
        Scripts.awaitEnd(child);

        Process other = scripts.start("taskmanager.sh", "start-foreground");
        awaitOutput(TASK_MANAGER);
        assertThat(scripts.pids(TASK_MANAGER)).containsExactly(other.pid());
        scripts.call("taskmanager.sh", "stop").expect(0);
        assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
        awaitNoProcess();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jobmanager.sh | strat | unknown command 'strat' (known: start start-foreground stop stop-all). Did you mean 'start'?",
                "taskmanager.sh | '' | a command is missing",
                "jobmanager.sh | start localhost 80 81 | start does not take '81'.",
                "jobmanager.sh | start localhost 65536 | the port of the web pages is 0 to 65535, not '65536'.",
                "taskmanager.sh | start localhost | start does not take 'localhost'.",
                "taskmanager.sh | stop -Da=b | stop takes no -D.",
                "taskmanager.sh | start --configdir /tmp | unknown option '--configdir'. Did you mean '--configDir'?",
                "taskmanager.sh | start -D | -D needs a value.",
                "taskmanager.sh | start -D taskmanager.numberOfTaskSlots=x | taskmanager.numberOfTaskSlots: 'x' is not valid",
                "zookeeper.sh | start | start needs a PEER_ID",
                "zookeeper.sh | start one | PEER_ID is a whole number, not 'one'.",
                "start-cluster.sh | now | 'now' is no option of this command.",
                "stop-cluster.sh | -Da=b | this command takes no -D.",
                "start-cluster.sh | --configDir /none | --configDir is '/none', which is no folder.",
            })
    void refusesWrongWords(String script, String words, String message) throws Exception {
        Scripts.Outcome outcome =
                scripts.call(script, words.isEmpty() ? new String[0] : words.split(" ")).expect(2);

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith(script + ": " + message).hasLineCount(1);
        assertThat(scripts.processes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "masters | start-cluster.sh | localhost:web | line 1: 'localhost:web' (expected: host:port or host, with a port of 0 to 65535)",
                "workers | start-cluster.sh | a b | line 1: 'a b' (expected: a host's name or address)",
                "workers | stop-cluster.sh | a b | line 1: 'a b' (expected: a host's name or address)",
                "zoo.cfg | start-zookeeper-quorum.sh | server.x=localhost | line 1: 'server.x=localhost' (expected: server.X=host:peerPort:leaderPort, X a whole number)",
                "zoo.cfg | start-zookeeper-quorum.sh | #server.1=a | names no server.",
            })
    void refusesAFileWithABadLine(String file, String script, String line, String message)
            throws Exception {
        Files.writeString(scripts.configuration(file), line + "\n");

        Scripts.Outcome outcome = scripts.call(script).expect(2);

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith(script + ": " + scripts.configuration(file))
                .contains(message)
                .hasLineCount(1);
        assertThat(scripts.processes()).isEmpty();
    }

    @Test
    void foldersAreThoseOfTheConfigurationUnlessTheEnvironmentNamesOthers() throws Exception {
        Path other = sandbox.resolve("other place");
        configure("env.pid.dir: " + other.resolve("pid"));
        configure("env.log.dir: " + other.resolve("log"));
        scripts.set("HOLDFAST_LOG_DIR", "");
        scripts.set("HOLDFAST_PID_DIR", "");

        scripts.call("taskmanager.sh", "start").expect(0);

        Path noted = other.resolve("pid").resolve(scripts.pidFile(TASK_MANAGER).getFileName());
        assertThat(noted).exists();
        assertThat(other.resolve("log").resolve(scripts.log(TASK_MANAGER, 0, "out").getFileName()))
                .exists();
        scripts.call("taskmanager.sh", "stop").expect(0);
        assertThat(noted).doesNotExist();
    }

    private void awaitOutput(String service) {
        Awaitility.await(service + " in the foreground")
                .atMost(Duration.ofSeconds(20))
                .until(() -> scripts.output("out").contains("output of " + service));
    }

    private void awaitNoProcess() {
        Awaitility.await("the end of all processes")
                .atMost(Duration.ofSeconds(20))
                .until(() -> scripts.processes().isEmpty());
    }
}
