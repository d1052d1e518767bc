package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;

/**
 * {@code holdfast ha gc}: finds what applications left that are over, and removes it if told to.
 * What an application may still use, or come back for, is left alone and listed with the reason.
 */
final class HaGarbage {

    private final KeptClusters kept;
    private final Optional<String> only;
    private final ApplicationEnds ends;
    private final boolean delete;
    private final PrintStream out;
    private int garbage;
    private int left;

    /**
     * @param only the one cluster to look at; empty for all that are named by their application
     * @param delete whether garbage is removed; else it is listed only
     */
    HaGarbage(
            KeptClusters kept,
            Optional<String> only,
            ApplicationEnds ends,
            boolean delete,
            PrintStream out) {
        this.kept = requireNonNull(kept, "kept");
        this.only = requireNonNull(only, "only");
        this.ends = requireNonNull(ends, "ends");
        this.delete = delete;
        this.out = requireNonNull(out, "out");
    }

    /** Looks at what high availability keeps. */
    void collectClusters() throws IOException, DeploymentException {
        if (only.isPresent()) {
            collect(only.get());
            return;
        }
        for (String clusterId : kept.ids()) {
            if (KeptClusters.isApplication(clusterId)) {
                collect(clusterId);
            } else {
                leave(clusterId, "it was given an id of its own; name it with -z " + clusterId);
            }
        }
    }

    private void collect(String clusterId) throws IOException, DeploymentException {
        KeptClusters.Content content = kept.content(clusterId);
        if (content.leaderServes()) {
            leave(clusterId, "a JobManager leads in it");
            return;
        }
        TreeSet<String> applications = new TreeSet<>(content.applications());
        if (KeptClusters.isApplication(clusterId)) {
            applications.add(clusterId);
        }
        if (applications.isEmpty()) {
            leave(clusterId, "no application is known to have used it");
            return;
        }
        List<String> states = new ArrayList<>();
        for (String application : applications) {
            ApplicationEnds.Standing standing = ends.of(application);
            if (!standing.over()) {
                leave(clusterId, application + " " + standing.state());
                return;
            }
            states.add(application + " " + standing.state());
        }
        if (delete && !kept.delete(clusterId)) {
            leave(clusterId, "a JobManager has begun to lead in it");
            return;
        }
        remove(clusterId, String.join(", ", states) + "; " + content.describe());
    }

    /** Looks at the files applications were started with. */
    void collectStaged(ClusterDeployer yarn) throws DeploymentException {
        for (String application : yarn.stagedApplications()) {
            ApplicationEnds.Standing standing = ends.of(application);
            String folder = "staging folder of " + application;
            if (!standing.over()) {
                leave(folder, "it " + standing.state());
                continue;
            }
            if (delete) {
                yarn.deleteStaged(application);
            }
            remove(folder, "it " + standing.state());
        }
    }

    private void remove(String what, String why) {
        garbage++;
        out.println((delete ? "Removed " : "Garbage ") + what + ": " + why);
    }

    private void leave(String what, String why) {
        left++;
        out.println("Kept    " + what + ": " + why);
    }

    /** Says what was found. */
    void printSum() {
        if (delete || garbage == 0) {
            out.println(garbage + " removed, " + left + " kept.");
        } else {
            out.println(
                    garbage + " to remove, " + left + " kept. Nothing was removed: add --delete.");
        }
    }
}
