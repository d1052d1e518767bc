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
import org.holdfast.ha.store.ClusterRemains;

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
    private int failed;

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

    /**
     * Looks at what high availability keeps. What is wrong with one cluster hinders no other.
     *
     * @throws IOException if not even the clusters can be listed
     */
    void collectClusters() throws IOException, DeploymentException {
        for (String clusterId : only.isPresent() ? List.of(only.get()) : kept.ids()) {
            if (only.isEmpty() && !KeptClusters.isApplication(clusterId)) {
                leave(clusterId, "it was given an id of its own; name it with -z " + clusterId);
                continue;
            }
            try {
                collect(clusterId);
            } catch (IOException e) {
                failed++;
                out.println("Failed  " + clusterId + ": " + firstLine(e));
            }
        }
    }

    private void collect(String clusterId) throws IOException, DeploymentException {
        ClusterRemains.Contents content = kept.content(clusterId);
        if (content.foreign().isPresent()) {
            leave(clusterId, "Holdfast did not write " + content.foreign().get());
            return;
        }
        if (content.serves()) {
            leave(clusterId, "a JobManager leads in it" + unlessItsApplicationIsOver(content));
            return;
        }
        if (content.leader().isEmpty() && !content.files()) {
            leave(clusterId, "nothing is kept of it");
            return;
        }
        TreeSet<String> applications = new TreeSet<>();
        content.leader()
                .map(KeptClusters::application)
                .filter(KeptClusters::isApplication)
                .ifPresent(applications::add);
        if (KeptClusters.isApplication(clusterId)) {
            applications.add(clusterId);
        }
        if (applications.isEmpty()) {
            leave(clusterId, "no application is known to have used it; remove its files by hand");
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
        remove(clusterId, String.join(", ", states) + "; " + describe(content));
        content.checkpointsElsewhere()
                .forEach(path -> out.println("        left for holdfast run -s: " + path));
    }

    /**
     * One that was killed leads until its session has ended: nobody can tell it from a frozen one.
     */
    private String unlessItsApplicationIsOver(ClusterRemains.Contents content)
            throws DeploymentException {
        Optional<String> application =
                content.leader().map(KeptClusters::application).filter(KeptClusters::isApplication);
        if (application.isEmpty()) {
            return "";
        }
        ApplicationEnds.Standing standing = ends.of(application.get());
        return standing.over()
                ? ", or its session has not ended yet: "
                        + application.get()
                        + " "
                        + standing.state()
                        + ". Try again in a minute"
                : "";
    }

    private static String describe(ClusterRemains.Contents content) {
        int jobs = content.jobs().size();
        return switch (jobs) {
            case 0 -> "no job to go on with";
            case 1 -> "1 job to go on with";
            default -> jobs + " jobs to go on with";
        };
    }

    /** Looks at the files applications were started with. */
    void collectStaged(ClusterDeployer yarn) throws DeploymentException {
        for (String application : yarn.stagedApplications()) {
            if (!only.orElse(application).equals(application)) {
                continue;
            }
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

    /** What a NameNode answers carries its stack trace in the message. */
    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    /**
     * Says what was found.
     *
     * @return whether all of it could be looked at, and removed if that was wanted
     */
    boolean printSum() {
        String more = failed == 0 ? "" : " " + failed + " failed: see above, and try again.";
        if (delete || garbage == 0) {
            out.println(garbage + " removed, " + left + " kept." + more);
        } else {
            out.println(
                    garbage
                            + " to remove, "
                            + left
                            + " kept. Nothing was removed: add --delete."
                            + more);
        }
        return failed == 0;
    }
}
