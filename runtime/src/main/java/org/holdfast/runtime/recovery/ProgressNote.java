package org.holdfast.runtime.recovery;

import static java.util.Objects.requireNonNull;

import org.holdfast.ha.store.AttemptProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes once that this attempt has achieved something. On the main thread. */
final class ProgressNote {

    private static final Logger log = LoggerFactory.getLogger(ProgressNote.class);

    private final AttemptProgress progress;
    private final StorageCalls calls;
    private boolean begun;

    ProgressNote(AttemptProgress progress, StorageCalls calls) {
        this.progress = requireNonNull(progress, "progress");
        this.calls = requireNonNull(calls, "calls");
    }

    /** Begins, unless it is noted or under way already. */
    void write() {
        if (begun) {
            return;
        }
        begun = true;
        calls.<Void>run(
                        "it is not noted that this attempt has achieved something",
                        () -> {
                            progress.note();
                            return null;
                        })
                .whenComplete((done, failure) -> onWritten(failure));
    }

    private void onWritten(Throwable failure) {
        if (failure != null) {
            log.warn("The next achievement is to be noted instead", failure);
            begun = false;
        }
    }
}
