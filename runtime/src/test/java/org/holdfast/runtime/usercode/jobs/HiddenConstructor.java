package org.holdfast.runtime.usercode.jobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;

/** Cannot be created. */
public final class HiddenConstructor implements Job {

    HiddenConstructor() {}

    @Override
    public void define(Dataflow flow, JobArguments args) {}
}
