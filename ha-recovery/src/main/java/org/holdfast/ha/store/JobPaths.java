package org.holdfast.ha.store;

import java.util.regex.Pattern;
import org.holdfast.ha.leader.CoordinationPath;

/** Where a job's values are in the coordination store. */
final class JobPaths {

    static final CoordinationPath JOBS = new CoordinationPath("jobs");
    static final CoordinationPath RESULTS = new CoordinationPath("results");

    private static final Pattern JOB = Pattern.compile("[0-9a-f]{32}");

    private JobPaths() {}

    static boolean isJob(String name) {
        return JOB.matcher(name).matches();
    }

    /** The same id, if it is one. */
    static String requireJob(String job) {
        if (!isJob(job)) {
            throw new IllegalArgumentException(
                    "job id: '" + job + "' (expected: 32 lower-case hexadecimal digits)");
        }
        return job;
    }

    static CoordinationPath job(String job) {
        return JOBS.child(requireJob(job));
    }

    static CoordinationPath graph(String job) {
        return job(job).child("graph");
    }

    static CoordinationPath ledger(String job) {
        return job(job).child("ledger");
    }

    static CoordinationPath cancel(String job) {
        return job(job).child("cancel");
    }

    static CoordinationPath checkpoints(String job) {
        return job(job).child("checkpoints");
    }

    static CoordinationPath result(String job) {
        return RESULTS.child(requireJob(job));
    }
}
