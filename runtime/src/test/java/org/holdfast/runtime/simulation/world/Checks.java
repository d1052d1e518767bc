package org.holdfast.runtime.simulation.world;

import org.holdfast.ha.leader.Change;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * All that watches over the invariants, and hands each change of the coordination store to those it
 * concerns.
 */
final class Checks {

    private final ElectionChecks elections;
    private final FileChecks files;
    private final JobChecks jobs;
    private final CheckpointChecks checkpoints;
    private final TaskChecks tasks;

    Checks(World world) {
        elections = new ElectionChecks(world);
        files = new FileChecks(world);
        jobs = new JobChecks(world);
        checkpoints = new CheckpointChecks(world);
        tasks = new TaskChecks(world);
    }

    ElectionChecks elections() {
        return elections;
    }

    FileChecks files() {
        return files;
    }

    JobChecks jobs() {
        return jobs;
    }

    CheckpointChecks checkpoints() {
        return checkpoints;
    }

    TaskChecks tasks() {
        return tasks;
    }

    /** A transaction was made. */
    void onCommitted(LeaderEpoch epoch, Transaction transaction) {
        elections.onChanged(epoch, transaction.changes().toString());
        for (Change change : transaction.changes()) {
            String path = change.path().text();
            if (change instanceof Change.Create created) {
                onSet(path, created.value(), true);
            } else if (change instanceof Change.Replace replaced) {
                onSet(path, replaced.value(), false);
            } else {
                onDeleted(path, transaction);
            }
        }
    }

    private void onSet(String path, String value, boolean created) {
        String[] parts = path.split("/");
        if (parts[0].equals("results")) {
            jobs.onResult(new JobId(parts[1]), value, created);
            files.onNamed(path, value.substring(value.indexOf(' ') + 1));
        } else if (parts.length == 4) {
            files.onNamed(path, value);
            checkpoints.onCommitted(new JobId(parts[1]), parts[3], value);
        } else if (parts.length == 3 && parts[2].equals("graph")) {
            files.onNamed(path, value);
            jobs.onGraph(new JobId(parts[1]), value);
        } else if (parts.length == 3 && parts[2].equals("ledger")) {
            files.onNamed(path, value);
            jobs.onLedger(new JobId(parts[1]), value);
        }
    }

    private void onDeleted(String path, Transaction transaction) {
        files.onUnnamed(path);
        String[] parts = path.split("/");
        if (parts.length == 4) {
            checkpoints.onRemoved(new JobId(parts[1]), parts[3]);
        } else if (parts.length == 3 && parts[2].equals("graph")) {
            jobs.onGraphGone(new JobId(parts[1]), transaction);
        }
    }

    /** A path was deleted with all below it. */
    void onDeletedBelow(LeaderEpoch epoch, CoordinationPath path) {
        elections.onChanged(epoch, "deletion of " + path);
        files.onUnnamedBelow(path.text());
        jobs.onDeletedBelow(path.text());
    }
}
