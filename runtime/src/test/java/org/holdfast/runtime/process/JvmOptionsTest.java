package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.MemorySize;
import org.junit.jupiter.api.Test;

class JvmOptionsTest {

    private static final Configuration CONFIGURATION =
            Configuration.of(
                    Map.of(
                            "jobmanager.memory.process.size", "512m",
                            "taskmanager.memory.process.size", "1g",
                            "zookeeper.heap.mb", "64",
                            "env.java.opts", " -Da=all  -Db=all ",
                            "env.java.opts.jobmanager", "-Da=jobmanager",
                            "env.java.opts.taskmanager", "-Da=taskmanager"));

    @Test
    void aJobManagerGetsItsPartOfTheMemory() {
        ProcessMemory memory = ProcessMemory.ofJobManager(MemorySize.ofMebiBytes(512));

        assertThat(JvmOptions.ofJobManager(CONFIGURATION))
                .contains(
                        "-Xmx" + memory.heap().toMebiBytes() + "m",
                        "-XX:MaxDirectMemorySize=" + memory.direct().toMebiBytes() + "m",
                        "-XX:MaxMetaspaceSize=" + memory.metaspace().toMebiBytes() + "m",
                        "-XX:+UseSerialGC");
    }

    @Test
    void aTaskManagerGetsItsPartOfTheMemory() {
        ProcessMemory memory = ProcessMemory.ofTaskManager(MemorySize.ofMebiBytes(1024));

        assertThat(JvmOptions.ofTaskManager(CONFIGURATION))
                .contains("-Xmx" + memory.heap().toMebiBytes() + "m", "-XX:+UseParallelGC");
    }

    @Test
    void theUsersOptionsComeLastAndTheMoreSpecificOnesAfterTheOthers() {
        assertThat(JvmOptions.ofJobManager(CONFIGURATION))
                .endsWith("-Da=all", "-Db=all", "-Da=jobmanager");
        assertThat(JvmOptions.ofTaskManager(CONFIGURATION))
                .endsWith("-Da=all", "-Db=all", "-Da=taskmanager");
        assertThat(JvmOptions.ofZooKeeper(CONFIGURATION))
                .startsWith("-Xmx64m")
                .endsWith("-Da=all", "-Db=all");
    }

    @Test
    void withoutThemThereIsNoEmptyWord() {
        for (List<String> options :
                List.of(
                        JvmOptions.ofJobManager(Configuration.empty()),
                        JvmOptions.ofTaskManager(Configuration.empty()),
                        JvmOptions.ofZooKeeper(Configuration.empty()))) {
            assertThat(options).allMatch(option -> option.startsWith("-"));
        }
    }
}
