package org.holdfast.yarn.am;

import java.util.stream.Collectors;
import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.apache.hadoop.yarn.api.records.ContainerStatus;

/** Says in words why a container ended. */
final class ContainerExit {

    private static final int MAX_LENGTH = 2000;

    private ContainerExit() {}

    static String describe(ContainerStatus status) {
        String diagnostics =
                String.valueOf(status.getDiagnostics())
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining(" "));
        return "container exited with "
                + status.getExitStatus()
                + meaning(status.getExitStatus())
                + (diagnostics.isEmpty() ? "" : ": " + shortened(diagnostics));
    }

    /** The end is what the process itself said last. */
    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH
                ? text
                : "..." + text.substring(text.length() - MAX_LENGTH);
    }

    private static String meaning(int exitStatus) {
        return switch (exitStatus) {
            case ContainerExitStatus.ABORTED -> " (aborted: its node was lost, or it was released)";
            case ContainerExitStatus.DISKS_FAILED -> " (disks of its node failed)";
            case ContainerExitStatus.PREEMPTED -> " (preempted)";
            case ContainerExitStatus.KILLED_EXCEEDED_VMEM -> " (used too much virtual memory)";
            case ContainerExitStatus.KILLED_EXCEEDED_PMEM ->
                    " (used more memory than its container has)";
            case ContainerExitStatus.KILLED_BY_APPMASTER -> " (killed by the ApplicationMaster)";
            case ContainerExitStatus.KILLED_BY_RESOURCEMANAGER ->
                    " (killed by the ResourceManager)";
            case ContainerExitStatus.KILLED_AFTER_APP_COMPLETION ->
                    " (killed with its application)";
            case ContainerExitStatus.INVALID -> " (never started)";
            case 137 -> " (SIGKILL)";
            case 143 -> " (SIGTERM)";
            default -> "";
        };
    }
}
