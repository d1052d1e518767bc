package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.task.BarrierAligner.State.ALIGNING;
import static org.holdfast.runtime.task.BarrierAligner.State.IDLE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.network.InputGate;
import org.holdfast.runtime.network.InputReceiver;
import org.junit.jupiter.api.Test;

class BarrierAlignerTest {

    private final Gate gate = new Gate();
    private final List<String> heard = new ArrayList<>();
    private long nanos = 1_000_000_000;
    private final BarrierAligner aligner =
            new BarrierAligner(
                    gate,
                    new BarrierAligner.Listener() {
                        @Override
                        public void onAligned(CheckpointBarrier barrier, long alignmentMicros) {
                            heard.add("aligned " + barrier.checkpoint() + " " + alignmentMicros);
                        }

                        @Override
                        public void onSuperseded(long checkpoint, long newer) {
                            heard.add("superseded " + checkpoint + " by " + newer);
                        }
                    },
                    () -> nanos);

    /** Three channels; knows which are blocked. */
    private static final class Gate implements InputGate {

        final Set<Integer> blocked = new TreeSet<>();

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public boolean poll(InputReceiver receiver) {
            return false;
        }

        @Override
        public void block(int channel) {
            blocked.add(channel);
        }

        @Override
        public void resume(int channel) {
            blocked.remove(channel);
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public void close() {}
    }

    private void barrier(long checkpoint, int channel) throws Exception {
        aligner.onBarrier(
                new CheckpointBarrier(checkpoint, CheckpointKind.CHECKPOINT, "dir"), channel);
    }

    @Test
    void blocksWhatHasDeliveredUntilAllHave() throws Exception {
        barrier(1, 2);
        assertThat(gate.blocked).containsExactly(2);
        assertThat(aligner.state()).isEqualTo(ALIGNING);
        nanos += 7_000_000;
        barrier(1, 0);
        assertThat(gate.blocked).containsExactly(0, 2);
        assertThat(heard).isEmpty();
        nanos += 5_000;
        barrier(1, 1);

        assertThat(heard).containsExactly("aligned 1 7005");
        assertThat(gate.blocked).isEmpty();
        assertThat(aligner.state()).isEqualTo(IDLE);
    }

    @Test
    void alignsOneCheckpointAfterTheOther() throws Exception {
        for (long checkpoint = 1; checkpoint <= 3; checkpoint++) {
            barrier(checkpoint, 0);
            barrier(checkpoint, 1);
            barrier(checkpoint, 2);
        }
        assertThat(heard).containsExactly("aligned 1 0", "aligned 2 0", "aligned 3 0");
    }

    @Test
    void endedChannelsCountAsHavingDelivered() throws Exception {
        aligner.onEnd(1);
        barrier(1, 0);
        assertThat(heard).isEmpty();
        aligner.onEnd(2);
        assertThat(heard).containsExactly("aligned 1 0");
        barrier(2, 0);
        assertThat(heard).containsExactly("aligned 1 0", "aligned 2 0");
    }

    @Test
    void endOfABlockedChannelsNeighboursCompletesButAnEndAloneDoesNot() throws Exception {
        aligner.onEnd(0);
        aligner.onEnd(1);
        aligner.onEnd(2);
        assertThat(heard).isEmpty();
        assertThat(aligner.state()).isEqualTo(IDLE);
    }

    @Test
    void takeoverEndsTheAlignmentOfAnEarlierJobManagersCheckpointOnly() throws Exception {
        TakeoverPoint point = new TakeoverPoint(3, new CheckpointId(2, 6).value());
        barrier(new CheckpointId(2, 7).value(), 0);
        aligner.abortGivenUp(point);
        assertThat(aligner.state()).isEqualTo(IDLE);
        assertThat(gate.blocked).isEmpty();

        barrier(new CheckpointId(3, 8).value(), 0);
        aligner.abortGivenUp(point);
        assertThat(aligner.state()).isEqualTo(ALIGNING);
        assertThat(gate.blocked).containsExactly(0);
    }

    @Test
    void newerBarrierSupersedesAnAlignment() throws Exception {
        barrier(1, 0);
        barrier(1, 1);
        barrier(2, 2);
        assertThat(heard).containsExactly("superseded 1 by 2");
        assertThat(gate.blocked).containsExactly(2);

        barrier(1, 2); // late
        barrier(2, 0);
        barrier(2, 1);
        assertThat(heard).containsExactly("superseded 1 by 2", "aligned 2 0");
        assertThat(gate.blocked).isEmpty();
    }

    @Test
    void barrierThatComesTwiceOrLateIsDropped() throws Exception {
        barrier(5, 0);
        barrier(5, 1);
        barrier(5, 2);
        barrier(5, 0);
        barrier(4, 1);
        assertThat(heard).containsExactly("aligned 5 0");
        assertThat(gate.blocked).isEmpty();
    }

    @Test
    void abortResumesAndDropsWhatIsStillToCome() throws Exception {
        barrier(1, 0);
        aligner.abort(1);
        assertThat(gate.blocked).isEmpty();
        assertThat(aligner.state()).isEqualTo(IDLE);
        barrier(1, 1);
        barrier(1, 2);
        assertThat(gate.blocked).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void abortOfAnOlderCheckpointChangesNothing() throws Exception {
        barrier(2, 0);
        aligner.abort(1);
        assertThat(gate.blocked).containsExactly(0);
        barrier(2, 1);
        barrier(2, 2);
        assertThat(heard).containsExactly("aligned 2 0");
    }

    @Test
    void withoutAJobManagerNoChannelWaitsForItsBarriers() throws Exception {
        long first = new CheckpointId(7, 1).value();
        barrier(first, 0);
        assertThat(gate.blocked).containsExactly(0);

        aligner.onLeaderLost();
        assertThat(aligner.state()).isEqualTo(IDLE);
        assertThat(gate.blocked).isEmpty();

        barrier(new CheckpointId(7, 2).value(), 1);
        assertThat(gate.blocked).as("its last words").isEmpty();

        barrier(new CheckpointId(8, 2).value(), 1);
        assertThat(gate.blocked).as("of the next, not heard of yet").containsExactly(1);
    }

    @Test
    void theSameJobManagerMayComeBack() throws Exception {
        barrier(new CheckpointId(7, 1).value(), 0);
        aligner.onLeaderLost();
        aligner.onLeaderFound();

        barrier(new CheckpointId(7, 1).value(), 1);
        assertThat(gate.blocked).as("given up").isEmpty();
        barrier(new CheckpointId(7, 2).value(), 1);
        assertThat(gate.blocked).containsExactly(1);
    }
}
