package org.holdfast.runtime.task;

import java.util.Arrays;

/**
 * How far event time has come in all channels together: as far as in the slowest that has not
 * ended. Never goes back. The task's thread only.
 */
final class WatermarkMerge {

    private final long[] channels;
    private final boolean[] ended;
    private long merged = Long.MIN_VALUE;

    WatermarkMerge(int channels) {
        this.channels = new long[channels];
        this.ended = new boolean[channels];
        Arrays.fill(this.channels, Long.MIN_VALUE);
    }

    /** In milliseconds since 1970; {@link Long#MIN_VALUE} until every channel has told its own. */
    long merged() {
        return merged;
    }

    /** A channel has come so far. Returns whether all together have come further. */
    boolean onWatermark(long time, int channel) {
        channels[channel] = Math.max(channels[channel], time);
        return advance();
    }

    /**
     * A channel holds nobody back any more. Returns whether all together have come further; the end
     * of the last channel changes nothing, what it means is for the task to decide.
     */
    boolean onEnd(int channel) {
        ended[channel] = true;
        return advance();
    }

    private boolean advance() {
        long slowest = Long.MAX_VALUE;
        boolean any = false;
        for (int channel = 0; channel < channels.length; channel++) {
            if (!ended[channel]) {
                any = true;
                slowest = Math.min(slowest, channels[channel]);
            }
        }
        if (!any || slowest <= merged) {
            return false;
        }
        merged = slowest;
        return true;
    }
}
