package org.holdfast.runtime.rest;

import java.net.URI;
import java.util.Optional;

/** Why a JobManager that serves may not lead. Thread-safe; answers at once. */
public interface Standby {

    /**
     * The root of the interface of the JobManager this one stands by for; empty if it leads itself,
     * or nobody is known to.
     */
    Optional<URI> leader();

    /** Why it is not even known who leads, for people; empty if it is, or this one leads. */
    Optional<String> waitingFor();

    /** Of a JobManager that leads. */
    static Standby none() {
        return of(Optional.empty(), Optional.empty());
    }

    /** One that does not change. */
    static Standby of(Optional<URI> leader, Optional<String> waitingFor) {
        return new Standby() {
            @Override
            public Optional<URI> leader() {
                return leader;
            }

            @Override
            public Optional<String> waitingFor() {
                return waitingFor;
            }
        };
    }
}
