package org.holdfast.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedStateRestoreTest {

    private static final int KEYS = 1_000;

    /** Files of all subtasks, with something of every kind at every key. */
    private static List<byte[]> write(int parallelism) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            SampleState sample = new SampleState(subtask, parallelism);
            for (int key = 0; key < KEYS; key++) {
                if (KeyGroups.subtaskOf(KeyGroups.of(key), parallelism) == subtask) {
                    fill(sample, key);
                }
            }
            sample.state.timers().advanceWatermark(100 + subtask);
            KeyedSnapshot snapshot = sample.state.snapshot();
            assertThat(snapshot.firstKeyGroup()).isEqualTo(KeyGroups.firstOf(subtask, parallelism));
            files.add(SampleState.bytes(snapshot));
            snapshot.release();
        }
        return files;
    }

    private static void fill(SampleState sample, int key) {
        sample.state.setCurrentKey(key);
        sample.value.set((long) key);
        if (key % 2 == 0) {
            sample.tally.set(new SampleState.Tally(key));
        }
        for (int i = 0; i < key % 200; i++) {
            sample.list.add("element " + i);
        }
        sample.map.put("a", new SampleState.Tally(key));
        sample.state.timers().setEventTime(1_000L + key % 7);
        sample.state.timers().setProcessingTime(Long.MAX_VALUE - key % 3);
    }

    private static Map<Object, String> drainAll(List<byte[]> files, int parallelism)
            throws IOException {
        Map<Object, String> all = new HashMap<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            SampleState sample = new SampleState(subtask, parallelism).restored(files);
            assertThat(sample.state.timers().watermark())
                    .as("the least of all subtasks")
                    .isEqualTo(100);
            all.putAll(sample.drain());
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "2,1", "2,4", "4,2", "3,5", "5,3", "2,3", "7,128", "128,1"})
    void holdsTheSameAtAnotherParallelism(int before, int after) throws IOException {
        SampleState never = new SampleState(0, 1);
        for (int key = 0; key < KEYS; key++) {
            fill(never, key);
        }
        Map<Object, String> restored = drainAll(write(before), after);
        assertThat(restored).hasSize(KEYS).isEqualTo(never.drain());
    }

    @Test
    void whatWasRestoredIsPartOfTheNextSnapshot() throws IOException {
        SampleState first = new SampleState(0, 1).restored(write(2));
        byte[] again = SampleState.bytes(first.state.snapshot());
        assertThat(drainAll(List.of(again), 2)).isEqualTo(drainAll(write(1), 1));
    }

    @Test
    void refusesAFileCutAnywhere() throws IOException {
        byte[] file = small();
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> restore(cut))
                    .as("%d of %d bytes", length, file.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is truncated")
                    .hasMessageContaining("State file /chk/0");
        }
    }

    @Test
    void refusesAFlippedBitInAnyByte() throws IOException {
        byte[] file = small();
        for (int bit = 0; bit < file.length * Byte.SIZE; bit += 7) {
            byte[] flipped = file.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            SampleState sample = new SampleState(0, 1);
            assertThatThrownBy(() -> sample.restored(List.of(flipped)))
                    .as("bit %d", bit)
                    .isInstanceOf(IOException.class);
            assertThat(sample.state.keyCount() + sample.state.timers().count()).isZero();
            assertThatThrownBy(
                            () ->
                                    KeyedStateReader.read(
                                            new ByteArrayInputStream(flipped), "File x"))
                    .as("bit %d", bit)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("File x");
        }
    }

    @Test
    void refusesWhatFollowsTheEnd() throws IOException {
        byte[] file = small();
        assertThatThrownBy(() -> restore(Arrays.copyOf(file, file.length + 1)))
                .hasMessageContaining("is damaged: it goes on after its end");
    }

    @Test
    void refusesForeignAndNewerFiles() throws IOException {
        assertThatThrownBy(() -> restore("PK and what a jar has".getBytes("UTF-8")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a state file of Holdfast");
        byte[] newer = small();
        newer[11] = 2;
        assertThatThrownBy(() -> restore(newer))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has format version 2; this version of Holdfast reads up to");
    }

    @Test
    void refusesAnotherOperatorsFile() throws IOException {
        KeyedState other = SampleState.newState("other", 0, 1);
        other.seal();
        byte[] file = SampleState.bytes(other.snapshot());
        assertThatThrownBy(() -> restore(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds the state of operator 'other', not of 'sample'");
    }

    @Test
    void refusesStateTheOperatorDoesNotHaveUnlessItIsToBeDropped() throws IOException {
        List<byte[]> files = List.of(small());
        TaskRestore restore = SampleState.restoreOf(files);
        KeyedState fewer = SampleState.newState("sample", 0, 1);
        ValueState<Object> tally = fewer.valueState("tally");
        ValueState<Object> fresh = fewer.valueState("fresh");
        fewer.seal();
        assertThatThrownBy(() -> fewer.restore(restore, SampleState.open(files)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds state 'value', which operator 'sample' does not have")
                .hasMessageContaining("-n");
        assertThat(fewer.keyCount()).isZero();

        fewer.restore(
                new TaskRestore(1, restore.keyed(), Map.of(), false, true),
                SampleState.open(files));
        fewer.setCurrentKey(4);
        assertThat(tally.get()).isEqualTo(new SampleState.Tally(4));
        assertThat(fresh.get()).isNull();
        assertThat(fewer.keyCount()).as("keys of which something is left").isEqualTo(2);
    }

    @Test
    void refusesStateOfAnotherKind() throws IOException {
        List<byte[]> files = List.of(small());
        TaskRestore restore = SampleState.restoreOf(files);
        KeyedState changed = SampleState.newState("sample", 0, 1);
        changed.listState("value");
        changed.seal();
        assertThatThrownBy(() -> changed.restore(restore, SampleState.open(files)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds state 'value' of operator 'sample' as a VALUE")
                .hasMessageContaining("but the operator has it as a LIST");
    }

    @Test
    void refusesKeyGroupsThatAreMissingOrThereTwice() throws IOException {
        List<byte[]> halves = write(2);
        TaskRestore both = SampleState.restoreOf(halves);
        for (List<StateHandle> handles :
                List.of(
                        both.keyed().subList(0, 1),
                        both.keyed().subList(1, 2),
                        List.of(both.keyed().get(0), both.keyed().get(0)))) {
            SampleState sample = new SampleState(0, 1);
            assertThatThrownBy(
                            () ->
                                    sample.state.restore(
                                            new TaskRestore(1, handles, Map.of(), false, false),
                                            SampleState.open(halves)))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(".*key group \\d+ of operator 'sample'.*");
            assertThat(sample.state.keyCount()).isZero();
        }
    }

    @Test
    void saysWhatCannotBeWritten() {
        KeyedState state = SampleState.newState("hold", 0, 1);
        ValueState<Object> value = state.valueState("threads");
        state.seal();
        state.setCurrentKey("k");
        Thread held = Thread.currentThread();
        value.set(held);
        KeyedSnapshot snapshot = state.snapshot();
        assertThatThrownBy(() -> SampleState.bytes(snapshot))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("State 'threads' of operator 'hold' cannot be written")
                .hasMessageContaining(held.getClass().getName());
        assertThat(value.get()).as("the operator goes on").isSameAs(held);
        snapshot.release();
    }

    /** Its hash code is another in every process, as an enum's is. */
    static final class Forgetful {
        private static int next;

        @Override
        public int hashCode() {
            return next++;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Forgetful;
        }
    }

    @Test
    void refusesAKeyWhoseHashCodeHasChanged() throws IOException {
        KeyedState state = SampleState.newState("sample", 0, 1);
        ValueState<Object> value = state.valueState("value");
        state.seal();
        state.setCurrentKey(new Forgetful());
        value.set(1L);
        byte[] file = SampleState.bytes(state.snapshot());
        assertThatThrownBy(() -> restore(file))
                .hasMessageContaining("has another hash code than when it was written")
                .hasMessageContaining(Forgetful.class.getName());
    }

    @Test
    void tooManySnapshotsAtATimeAreRefusedAndReleasedOnesDoNotCount() {
        SampleState sample = new SampleState(0, 1);
        List<KeyedSnapshot> running = new ArrayList<>();
        for (int i = 0; i < SnapshotVersions.MAX_RUNNING; i++) {
            running.add(sample.state.snapshot());
        }
        assertThatThrownBy(sample.state::snapshot)
                .hasMessageContaining("Operator 'sample' still writes its state");
        running.remove(3).release();
        running.add(sample.state.snapshot());
        running.forEach(KeyedSnapshot::release);
        assertThatThrownBy(running.get(0)::release).hasMessageContaining("was released before");
    }

    private static byte[] small() throws IOException {
        SampleState sample = new SampleState(0, 1);
        for (int key = 1; key <= 5; key++) {
            fill(sample, key);
        }
        return SampleState.bytes(sample.state.snapshot());
    }

    private static void restore(byte[] file) throws IOException {
        new SampleState(0, 1).restored(List.of(file));
    }
}
