package org.holdfast.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedStateReaderTest {

    @Test
    void saysWhatAFileHoldsWithoutItsClasses() throws IOException {
        SampleState sample = new SampleState(0, 2);
        Object key = 42L; // of a group below 64 in subtask 0 of 2, or the next such
        for (long candidate = 0; KeyGroups.of(key) >= 64; candidate++) {
            key = candidate;
        }
        sample.state.setCurrentKey(key);
        sample.tally.set(new SampleState.Tally(1));
        sample.state.timers().setEventTime(7);
        sample.state.timers().setEventTime(8);
        sample.state.timers().setProcessingTime(9);
        sample.state.timers().advanceWatermark(5);
        byte[] bytes = SampleState.bytes(sample.state.snapshot());

        KeyedStateReader.Summary summary =
                KeyedStateReader.read(new ByteArrayInputStream(bytes), "File x");

        assertThat(summary.operatorName()).isEqualTo("sample");
        assertThat(summary.firstKeyGroup()).isZero();
        assertThat(summary.keyGroupCount()).isEqualTo(64);
        assertThat(summary.watermark()).isEqualTo(5);
        assertThat(summary.states())
                .containsExactly(
                        new NamedState("value", StateKind.VALUE),
                        new NamedState("tally", StateKind.VALUE),
                        new NamedState("list", StateKind.LIST),
                        new NamedState("map", StateKind.MAP));
        assertThat(summary.keyGroups()).hasSize(1);
        KeyedStateReader.KeyGroup group = summary.keyGroups().get(0);
        assertThat(List.of(group.number(), group.keys())).containsExactly(KeyGroups.of(key), 1);
        assertThat(group.eventTimers()).isEqualTo(2);
        assertThat(group.processingTimers()).isEqualTo(1);
        assertThat(group.bytes()).isBetween(100L, (long) bytes.length);
    }
}
