package org.holdfast.client.cli;

/** Ends a command with a line for the user and an exit code. */
class CliException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ExitCode code;

    CliException(ExitCode code, String message) {
        this(code, message, null);
    }

    CliException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
