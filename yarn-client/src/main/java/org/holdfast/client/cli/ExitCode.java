package org.holdfast.client.cli;

/** What a command's exit status says. */
enum ExitCode {
    /** Done. */
    OK(0, "done"),
    /** Something nobody expected. */
    UNEXPECTED(1, "unexpected error"),
    /** A wrong option or configuration. */
    USAGE(2, "wrong option, argument or configuration"),
    /** The job cannot be run as it is: jar, class, definition, input or output. */
    BAD_JOB(3, "the job's jar, class, definition, input or output cannot be used"),
    /** YARN or the cluster cannot be reached, or refuses. */
    CLUSTER(4, "YARN or the cluster cannot be reached, or refused"),
    /** The job ran and failed. */
    JOB_FAILED(5, "the job failed"),
    /** The job was cancelled while the command waited for it. */
    JOB_CANCELED(6, "the job was cancelled"),
    /** A checkpoint or savepoint cannot be used. */
    BAD_CHECKPOINT(7, "the checkpoint or savepoint cannot be used"),
    /** What high availability keeps of a cluster is not as it should be. */
    BAD_METADATA(8, "what high availability keeps of a cluster is not as it should be");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    int status() {
        return status;
    }

    /** All codes with their meanings, for {@code --help}. */
    static String help() {
        StringBuilder text = new StringBuilder("Exit codes:\n");
        for (ExitCode code : values()) {
            text.append("  ").append(code.status).append("  ").append(code.meaning).append('\n');
        }
        return text.toString();
    }
}
