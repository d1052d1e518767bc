package org.holdfast.adoption;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.faults.HighAvailableCluster;
import org.holdfast.faults.JobManagerFailover.Strike;

/**
 * Kills the JobManager that leads a standalone cluster, where nobody starts it again but the one
 * who operates it.
 */
final class StandaloneStrike implements Strike {

    private final HighAvailableCluster cluster;
    private final Commands commands;
    private URI killed;

    /**
     * @param scripts the distribution's
     * @param folder for what they print
     */
    StandaloneStrike(HighAvailableCluster cluster, Path scripts, Path folder) {
        this.cluster = cluster;
        this.commands = new Commands(scripts, folder, folder);
    }

    @Override
    public void at(Container leader) throws InterruptedException {
        killed = URI.create(cluster.published().orElseThrow().restUrl());
        ApplicationProcesses.kill(leader);
    }

    /** Starts it again, as another standby. */
    void bringBack() throws IOException, InterruptedException {
        commands.call(
                "(Starting standalonesession daemon)",
                "jobmanager.sh",
                List.of("start", killed.getHost(), Integer.toString(killed.getPort())));
    }
}
