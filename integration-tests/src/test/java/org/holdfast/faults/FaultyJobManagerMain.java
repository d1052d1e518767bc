package org.holdfast.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.fault.FaultPoint.Action;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.process.JobManagerProcess;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.runtime.standalone.StandaloneResourceProvider;

/**
 * A process with a real JobManager, which lets itself be told on its standard input what is to
 * happen to it: {@code arm POINT PASSES kill|stop} and {@code lead ATTEMPT}, each answered with a
 * line. Its arguments are settings, {@code key=value}. Ends with status 3 when it is fenced, as an
 * ApplicationMaster does, and when its input ends.
 */
final class FaultyJobManagerMain {

    /** Of a process that another JobManager has replaced. */
    static final int FENCED = 3;

    private static final int SLOTS_PER_TASK_MANAGER = 2;
    private static final int NOT_STARTED = 1;

    private static volatile Optional<Armed> armed = Optional.empty();
    private static int passed;

    private FaultyJobManagerMain() {}

    /** What is to happen where. */
    private record Armed(String point, int passes, Action action) {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String setting : arguments) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        FaultPoint.onHit(FaultyJobManagerMain::onPoint);
        System.out.println("ready");
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            obey(line.split(" "), settings);
        }
        Runtime.getRuntime().halt(0); // who started it is gone
    }

    private static void obey(String[] command, Map<String, String> settings) {
        if (command[0].equals("arm")) {
            Action action = Action.valueOf(command[3].toUpperCase(Locale.ROOT));
            arm(new Armed(command[1], Integer.parseInt(command[2]), action));
            System.out.println("armed");
        } else {
            lead(Integer.parseInt(command[1]), settings);
            System.out.println("started");
        }
    }

    private static synchronized void arm(Armed next) {
        armed = Optional.of(next);
        passed = 0;
    }

    private static void onPoint(String name) {
        Optional<Armed> struck = take(name);
        struck.ifPresent(fault -> fault.action().strike(name));
    }

    private static synchronized Optional<Armed> take(String name) {
        Optional<Armed> fault =
                armed.filter(next -> next.point().equals(name) && passed++ == next.passes());
        if (fault.isPresent()) {
            armed = Optional.empty();
        }
        return fault;
    }

    private static void lead(int attempt, Map<String, String> settings) {
        Configuration configuration = Configuration.of(settings);
        try {
            JobManagerProcess.start(
                            new JobManagerSetup(
                                    settings.get("internal.cluster-id"),
                                    attempt,
                                    attempt,
                                    "localhost",
                                    configuration,
                                    settings.get("high-availability.storageDir"),
                                    (mainThread, address) ->
                                            new StandaloneResourceProvider(SLOTS_PER_TASK_MANAGER),
                                    Optional.empty()),
                            reason -> end(FENCED, reason))
                    .ended()
                    .thenAccept(end -> end(NOT_STARTED, end.toString()));
        } catch (IOException | RuntimeException e) {
            end(NOT_STARTED, e.toString());
        }
    }

    private static void end(int status, String reason) {
        System.err.println("Ends with " + status + ": " + reason);
        Runtime.getRuntime().halt(status);
    }
}
