package org.holdfast.runtime.leader;

import static java.util.Objects.requireNonNull;

import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.runtime.process.JobManagerAddress;

/** Where the leading JobManager is to be found. */
public sealed interface LeaderLocation {

    /** Where it listens for TaskManagers. */
    JobManagerAddress address();

    /** Whether a JobManager that is met there, in this epoch, is the leader. */
    boolean confirms(long epoch);

    /** The lowest epoch it can have. */
    long lowestEpoch();

    /**
     * The epoch of the JobManager that is meant to be met there: not one that leads there later.
     *
     * @param highestSeen what counts if nobody has published it
     */
    long epochMet(long highestSeen);

    /** As the leader itself has published. */
    record Published(JobManagerAddress address, LeaderEpoch epoch) implements LeaderLocation {

        public Published {
            requireNonNull(address, "address");
            requireNonNull(epoch, "epoch");
        }

        @Override
        public boolean confirms(long met) {
            return met == epoch.number();
        }

        @Override
        public long lowestEpoch() {
            return epoch.number();
        }

        @Override
        public long epochMet(long highestSeen) {
            return epoch.number();
        }

        @Override
        public String toString() {
            return address + " (" + epoch + ")";
        }
    }

    /** As the configuration says; whoever is there leads. */
    record Configured(JobManagerAddress address) implements LeaderLocation {

        public Configured {
            requireNonNull(address, "address");
        }

        @Override
        public boolean confirms(long met) {
            return true;
        }

        @Override
        public long lowestEpoch() {
            return 0;
        }

        @Override
        public long epochMet(long highestSeen) {
            return highestSeen;
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }
}
