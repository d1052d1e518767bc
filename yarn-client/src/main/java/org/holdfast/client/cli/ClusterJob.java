package org.holdfast.client.cli;

import org.apache.commons.cli.CommandLine;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;

/** A job that a command is about, in the cluster the command line names. */
record ClusterJob(ClusterAccess.Connection cluster, JobId id) {

    /** The job with this id; nobody is asked yet whether there is one. */
    static ClusterJob of(
            String id, CommandLine line, Configuration configuration, ClusterAccess access)
            throws CliException, DeploymentException, InterruptedException {
        JobId job = parse(id);
        return new ClusterJob(access.connect(Target.of(line), configuration), job);
    }

    /**
     * A job that has not ended.
     *
     * @throws CliException if there is no such job, or if it has ended
     */
    static ClusterJob running(
            String id, CommandLine line, Configuration configuration, ClusterAccess access)
            throws CliException, DeploymentException, InterruptedException {
        ClusterJob job = of(id, line, configuration, access);
        JobStatus status = job.details().summary().status();
        if (status.isTerminal()) {
            throw new CliException(
                    ExitCode.CLUSTER, "Job " + id + " has already ended: it is " + status + ".");
        }
        return job;
    }

    private static JobId parse(String text) throws CliException {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    ExitCode.USAGE,
                    "'" + text + "' is not a job id (expected: 32 hexadecimal digits).",
                    e);
        }
    }

    JobDetails details() throws CliException {
        return cluster.rest().job(id).orElseThrow(this::unknown);
    }

    CheckpointReport checkpoints() throws CliException {
        return cluster.rest().checkpoints(id).orElseThrow(this::unknown);
    }

    CliException unknown() {
        return new CliException(
                ExitCode.CLUSTER, "There is no job " + id + ". See holdfast list -a.");
    }
}
