package org.holdfast.runtime.simulation.world;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What distinguishes the states of the model: all that is durable, who leads and how long, how far
 * each process has come, and what each task has. What is under way follows from that, because
 * everything takes the same time always. Names drop what is random.
 */
final class Fingerprint {

    private static final Pattern RANDOM =
            Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}");

    private static final long MULTIPLIER = 0x100000001b3L;

    private long hash = 0xcbf29ce484222325L;

    private Fingerprint() {}

    /**
     * @param at the process that has come to a fault point
     */
    static long of(World world, SimProcess at, String point) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(at + " " + point);
        fingerprint.addCoordination(world.coordination());
        for (String file : world.disk().filesBelow("")) {
            fingerprint.add(file);
            fingerprint.add(world.disk().look(file).map(bytes -> bytes.length).orElse(0));
        }
        for (SimJobManager one : world.jobManagers()) {
            fingerprint.add(one + (one.isPaused() ? " stands still" : "") + one.isServing());
            fingerprint.add(one.epoch());
            fingerprint.add(one.age());
            fingerprint.add(one.pointsPassed());
        }
        for (SimTaskManager one : world.cluster().running()) {
            fingerprint.add(one + " follows " + one.link().followed().highestEpoch());
            fingerprint.add(one.link().connectedTo().toString());
            for (SimTask task : one.liveTasks()) {
                fingerprint.add(task.attempt() + " " + task.state() + task.backlog().size());
                fingerprint.add(world.checks().tasks().heard(task));
            }
        }
        return fingerprint.hash;
    }

    private void addCoordination(SimCoordination coordination) {
        for (String job : coordination.lookBelow("jobs")) {
            for (String child : List.of("graph", "ledger", "cancel")) {
                add(child + coordination.look("jobs/" + job + "/" + child));
            }
            add(coordination.lookBelow("jobs/" + job + "/checkpoints").toString());
        }
        for (String job : coordination.lookBelow("results")) {
            add(job + coordination.look("results/" + job));
        }
    }

    private void add(String text) {
        String stable = RANDOM.matcher(text).replaceAll("*");
        for (int i = 0; i < stable.length(); i++) {
            hash = (hash ^ stable.charAt(i)) * MULTIPLIER;
        }
        add(stable.length());
    }

    private void add(long number) {
        hash = (hash ^ number) * MULTIPLIER;
    }
}
