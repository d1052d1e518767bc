package org.holdfast.faults;

import java.util.function.Function;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;

/** Questions to whichever JobManager leads a cluster. */
public interface Leader {

    /**
     * Asks it; asks its successor if it dies meanwhile, so that the question may be asked twice.
     *
     * @throws RestException if there is no answer within a bounded time
     */
    <T> T ask(Function<RestClient, T> question);

    /** One that never changes. */
    static Leader at(RestClient rest) {
        return new Leader() {
            @Override
            public <T> T ask(Function<RestClient, T> question) {
                return question.apply(rest);
            }
        };
    }
}
