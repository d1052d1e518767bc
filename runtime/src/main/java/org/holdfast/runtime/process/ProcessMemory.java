package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.config.MemorySize;

/**
 * How the memory of a process is divided. What is in none of the parts is left to thread stacks,
 * compiled code and the JVM itself.
 *
 * @param process all of it: on YARN the container's size
 * @param heap {@code -Xmx}
 * @param direct {@code -XX:MaxDirectMemorySize}; network buffers are in it
 * @param metaspace {@code -XX:MaxMetaspaceSize}
 */
public record ProcessMemory(
        MemorySize process, MemorySize heap, MemorySize direct, MemorySize metaspace) {

    public ProcessMemory {
        requireNonNull(process, "process");
        requireNonNull(heap, "heap");
        requireNonNull(direct, "direct");
        requireNonNull(metaspace, "metaspace");
    }

    /** For a JobManager, which buffers little. */
    public static ProcessMemory ofJobManager(MemorySize process) {
        return divide(process, 128);
    }

    /** For a TaskManager, whose network buffers grow with it. */
    public static ProcessMemory ofTaskManager(MemorySize process) {
        return divide(process, 1024);
    }

    private static ProcessMemory divide(MemorySize process, long mostDirect) {
        long all = process.toMebiBytes();
        long metaspace = between(112, all / 6, 256);
        long direct = between(32, all / 8, mostDirect);
        long overhead = between(64, all / 10, 1024);
        return new ProcessMemory(
                process,
                MemorySize.ofMebiBytes(all - metaspace - direct - overhead),
                MemorySize.ofMebiBytes(direct),
                MemorySize.ofMebiBytes(metaspace));
    }

    private static long between(long least, long value, long most) {
        return Math.max(least, Math.min(value, most));
    }
}
