package org.holdfast.runtime.usercode.jobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;

/** Cannot be created either. */
public final class FailingConstructor implements Job {

    public FailingConstructor() {
        throw new IllegalStateException("no licence");
    }

    @Override
    public void define(Dataflow flow, JobArguments args) {}
}
