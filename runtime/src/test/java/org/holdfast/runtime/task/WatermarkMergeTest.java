package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatermarkMergeTest {

    private final WatermarkMerge merge = new WatermarkMerge(3);

    @Test
    void isTheSlowestOfAllChannels() {
        assertThat(merge.onWatermark(10, 0)).isFalse();
        assertThat(merge.onWatermark(30, 1)).isFalse();
        assertThat(merge.merged()).isEqualTo(Long.MIN_VALUE);
        assertThat(merge.onWatermark(20, 2)).isTrue();
        assertThat(merge.merged()).isEqualTo(10);
        assertThat(merge.onWatermark(40, 1)).isFalse();
        assertThat(merge.onWatermark(25, 0)).isTrue();
        assertThat(merge.merged()).isEqualTo(20);
    }

    @Test
    void neverGoesBack() {
        merge.onWatermark(10, 0);
        merge.onWatermark(10, 1);
        merge.onWatermark(10, 2);
        assertThat(merge.onWatermark(5, 0)).isFalse();
        assertThat(merge.onWatermark(11, 1)).isFalse();
        assertThat(merge.onWatermark(11, 2)).isFalse();
        assertThat(merge.merged()).isEqualTo(10);
        assertThat(merge.onWatermark(12, 0)).isTrue();
        assertThat(merge.merged()).isEqualTo(11);
    }

    @Test
    void channelThatHasEndedHoldsNobodyBack() {
        merge.onWatermark(10, 0);
        merge.onWatermark(20, 1);
        assertThat(merge.onEnd(2)).isTrue();
        assertThat(merge.merged()).isEqualTo(10);
        assertThat(merge.onEnd(0)).isTrue();
        assertThat(merge.merged()).isEqualTo(20);
        assertThat(merge.onEnd(1)).as("what the end means is the task's affair").isFalse();
        assertThat(merge.merged()).isEqualTo(20);
    }
}
