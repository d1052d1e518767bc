package org.holdfast.runtime.process;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.EnvironmentOptions;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.YarnOptions;

/**
 * The options of a cluster's JVMs, the same whether YARN or a script starts them. The user's come
 * last: of two that contradict each other Java takes the later one.
 */
public final class JvmOptions {

    /** Containers and daemons may have no locale, and what Java makes of that is not UTF-8. */
    private static final String ENCODING = "-Dfile.encoding=UTF-8";

    private JvmOptions() {}

    /**
     * A JobManager's. It coordinates and moves little data: a quick start and a small footprint
     * count, so it does without the optimizing compiler and with the serial collector.
     *
     * @throws InvalidConfigurationException if a value cannot be used
     */
    public static List<String> ofJobManager(Configuration configuration) {
        List<String> options = new ArrayList<>();
        options.addAll(
                memory(
                        ProcessMemory.ofJobManager(
                                configuration.get(YarnOptions.JOBMANAGER_MEMORY))));
        options.add("-XX:+UseSerialGC");
        options.add("-XX:TieredStopAtLevel=1");
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.add(ENCODING);
        options.addAll(words(configuration.get(EnvironmentOptions.JAVA_OPTIONS)));
        options.addAll(words(configuration.get(EnvironmentOptions.JOBMANAGER_JAVA_OPTIONS)));
        return options;
    }

    /**
     * A TaskManager's. Its throughput counts, so it gets the optimizing compiler; the heap starts
     * small and grows with what is put into it.
     *
     * @throws InvalidConfigurationException if a value cannot be used
     */
    public static List<String> ofTaskManager(Configuration configuration) {
        List<String> options = new ArrayList<>();
        options.addAll(
                memory(
                        ProcessMemory.ofTaskManager(
                                configuration.get(YarnOptions.TASKMANAGER_MEMORY))));
        options.add("-XX:+UseParallelGC");
        options.add("-XX:MinHeapFreeRatio=20");
        options.add(ENCODING);
        options.addAll(words(configuration.get(EnvironmentOptions.JAVA_OPTIONS)));
        options.addAll(words(configuration.get(EnvironmentOptions.TASKMANAGER_JAVA_OPTIONS)));
        return options;
    }

    /**
     * A bundled ZooKeeper server's.
     *
     * @throws InvalidConfigurationException if a value cannot be used
     */
    public static List<String> ofZooKeeper(Configuration configuration) {
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + configuration.get(EnvironmentOptions.ZOOKEEPER_HEAP) + "m");
        options.add("-XX:+UseSerialGC");
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.add(ENCODING);
        options.addAll(words(configuration.get(EnvironmentOptions.JAVA_OPTIONS)));
        return options;
    }

    private static List<String> memory(ProcessMemory memory) {
        return List.of(
                "-Xms32m",
                "-Xmx" + memory.heap().toMebiBytes() + "m",
                "-XX:MaxDirectMemorySize=" + memory.direct().toMebiBytes() + "m",
                "-XX:MaxMetaspaceSize=" + memory.metaspace().toMebiBytes() + "m");
    }

    /** What a user wrote, separated by white space. */
    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"));
    }
}
