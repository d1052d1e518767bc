package org.holdfast.runtime.leader;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.runtime.process.JobManagerAddress;

/** The one JobManager of a cluster without high availability; its jobs end with it. */
public final class FixedLeader implements LeaderDirectory {

    private final JobManagerAddress address;

    public FixedLeader(JobManagerAddress address) {
        this.address = requireNonNull(address, "address");
    }

    @Override
    public Watch watch(Consumer<Optional<LeaderLocation>> listener) {
        listener.accept(Optional.of(new LeaderLocation.Configured(address)));
        return () -> {};
    }

    @Override
    public boolean leadersFollow() {
        return false;
    }
}
