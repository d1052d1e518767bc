package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.runtime.config.MemorySize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessMemoryTest {

    @ParameterizedTest
    @ValueSource(longs = {320, 512, 1024, 1728, 4096, 65536})
    void partsFitIntoTheProcessAndLeaveRoomForTheJvm(long mebibytes) {
        MemorySize process = MemorySize.ofMebiBytes(mebibytes);
        for (ProcessMemory memory :
                new ProcessMemory[] {
                    ProcessMemory.ofJobManager(process), ProcessMemory.ofTaskManager(process)
                }) {
            long parts =
                    memory.heap().toMebiBytes()
                            + memory.direct().toMebiBytes()
                            + memory.metaspace().toMebiBytes();
            assertThat(mebibytes - parts).isGreaterThanOrEqualTo(64);
            assertThat(memory.heap().toMebiBytes()).isGreaterThanOrEqualTo(mebibytes / 4);
        }
    }
}
