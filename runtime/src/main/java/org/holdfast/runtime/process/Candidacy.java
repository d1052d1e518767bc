package org.holdfast.runtime.process;

import java.io.IOException;
import java.util.UUID;
import java.util.function.Consumer;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.holdfast.runtime.highavailability.InProcessServices;

/** As whom, where and on which conditions a JobManager campaigns. */
final class Candidacy {

    private Candidacy() {}

    /**
     * Begins to.
     *
     * @param onFenced as of {@link JobManagerProcess#start}
     * @throws IOException if the storage's file system is not known
     */
    static Leadership campaign(JobManagerSetup setup, Consumer<String> onFenced)
            throws IOException {
        Configuration configuration = setup.configuration();
        HighAvailabilityServices services =
                HighAvailability.services(configuration, setup.clusterId())
                        .orElseGet(() -> new InProcessServices(setup.attempt()));
        String owner =
                "%s on %s, process %d, %s"
                        .formatted(
                                setup.clusterId(),
                                setup.host(),
                                ProcessHandle.current().pid(),
                                UUID.randomUUID());
        return new Leadership(
                services,
                new LeaderCandidate(setup.attemptOrder(), owner),
                eligibility(setup, services.describe()),
                configuration.get(HighAvailabilityOptions.DEPENDENCY_TIMEOUT),
                onFenced);
    }

    private static Eligibility eligibility(JobManagerSetup setup, String store) throws IOException {
        Eligibility own = Eligibility.ofApplication(setup.clusterId(), store);
        return setup.standsBy()
                ? own.and(Eligibility.ofStorage(ClusterStorage.mark(setup), store))
                : own;
    }
}
