package org.holdfast.runtime.task.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;
import org.holdfast.api.TimeDomain;
import org.holdfast.api.Timers;
import org.holdfast.api.file.FileAccess;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.state.KeyGroups;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.state.SnapshotException;
import org.junit.jupiter.api.Test;

class KeyedProcessLinkTest {

    /** Where and as what the operator runs. */
    private record Context(
            String jobId,
            String jobName,
            String operatorName,
            int subtaskIndex,
            int parallelism,
            int attempt,
            long restoredCheckpoint,
            FileAccess files)
            implements OperatorContext {}

    /** Notes records and watermarks as text. */
    private static final class Notes implements ChainOutput {
        final List<String> lines = new ArrayList<>();

        @Override
        public void emit(Object value) {
            lines.add((String) value);
        }

        @Override
        public void advance(long time) {
            lines.add("W" + (time == Long.MAX_VALUE ? "end" : time));
        }

        List<String> take() {
            List<String> taken = List.copyOf(lines);
            lines.clear();
            return taken;
        }
    }

    /** Takes texts {@code key:time}: counts them per key, and sets a timer for the time. */
    private static class Remember implements KeyedProcessFunction<Object, Object, Object> {
        ValueState<Long> count;
        Timers timers;

        @Override
        public void open(KeyedContext context) {
            count = context.valueState("count");
            timers = context.timers();
        }

        @Override
        public void process(Object key, Object value, Output<Object> out) throws Exception {
            count.set(count.getOr(0L) + 1);
            long time = Long.parseLong(((String) value).split(":")[1]);
            timers.setEventTime(time);
            out.emit("in " + value);
        }

        @Override
        public void onTimer(Object key, long time, TimeDomain domain, Output<Object> out)
                throws Exception {
            out.emit((domain == TimeDomain.EVENT_TIME ? "E " : "P ") + key + ":" + time);
        }

        @Override
        public void endOfInput(Object key, Output<Object> out) {
            out.emit("end " + key + " " + count.get());
        }
    }

    private final Notes out = new Notes();

    private KeyedProcessLink open(
            KeyedProcessFunction<Object, Object, Object> function,
            List<StateHandle> keyed,
            boolean inputEnded,
            byte[] file)
            throws Exception {
        KeyedProcessLink link =
                new KeyedProcessLink(
                        value -> ((String) value).split(":")[0],
                        function,
                        new Context("0", "job", "remember", 0, 1, 0, 0, null),
                        out,
                        new ChainFailure(),
                        new KryoRecordSerializer(getClass().getClassLoader()),
                        new TaskRestore(1, keyed, Map.of(), inputEnded, false),
                        handle -> new ByteArrayInputStream(file));
        link.open();
        return link;
    }

    private KeyedProcessLink open(KeyedProcessFunction<Object, Object, Object> function)
            throws Exception {
        return open(function, List.of(), false, new byte[0]);
    }

    private KeyedProcessLink restored(byte[] file) throws Exception {
        StateHandle handle =
                new StateHandle(0, KeyGroups.COUNT, "/chk/x", "", file.length, "0".repeat(64));
        return open(new Remember(), List.of(handle), false, file);
    }

    private static byte[] snapshot(KeyedProcessLink link) throws IOException {
        SnapshotParts parts = new SnapshotParts();
        link.snapshot(1, parts);
        KeyedSnapshot snapshot = parts.toSnapshot().keyed().orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        snapshot.writeTo(bytes);
        snapshot.release();
        return bytes.toByteArray();
    }

    @Test
    void timersFireInTheOrderOfTimeBeforeTheWatermarkIsHandedOn() throws Exception {
        KeyedProcessLink link = open(new Remember());
        for (String record : List.of("a:30", "b:10", "a:20", "b:10", "c:41")) {
            link.emit(record);
        }
        out.take();
        link.advance(40);
        assertThat(out.take()).containsExactly("E b:10", "E a:20", "E a:30", "W40");
        link.advance(40);
        link.advance(35);
        assertThat(out.take()).as("event time never goes back").isEmpty();
    }

    @Test
    void manyTimersFireInPartsBeforeTheNextRecord() throws Exception {
        KeyedProcessLink link = open(new Remember());
        for (int i = 0; i < 2500; i++) {
            link.emit("k:" + i);
        }
        out.take();
        link.advance(5000);
        assertThat(out.take()).hasSize(1000).doesNotContain("W5000");
        assertThat(link.nextTimer()).as("now").isZero();
        assertThat(link.fireTimers(0)).isFalse();
        assertThat(out.take()).hasSize(1000);
        link.emit("k:9000");
        assertThat(out.take())
                .hasSize(502)
                .startsWith("E k:2000")
                .endsWith("E k:2499", "W5000", "in k:9000");
        assertThat(link.nextTimer()).isEqualTo(Long.MAX_VALUE);
        assertThat(link.fireTimers(0)).isTrue();
    }

    @Test
    void aTimerInThePastFiresAtTheNextOpportunityAndNeverWithinTheCallThatSetsIt()
            throws Exception {
        List<String> calls = new ArrayList<>();
        KeyedProcessLink link =
                open(
                        new Remember() {
                            @Override
                            public void onTimer(
                                    Object key, long time, TimeDomain domain, Output<Object> out) {
                                calls.add("begin " + time);
                                if (time > 0) {
                                    timers.setEventTime(time - 5);
                                }
                                calls.add("finish " + time);
                            }
                        });
        link.advance(100);
        link.emit("late:7");
        assertThat(calls).isEmpty();
        assertThat(link.fireTimers(0)).isTrue();
        assertThat(calls)
                .containsExactly(
                        "begin 7", "finish 7", "begin 2", "finish 2", "begin -3", "finish -3");
    }

    @Test
    void timersThatSetEachOtherForEverLetMailsThrough() throws Exception {
        KeyedProcessLink link =
                open(
                        new Remember() {
                            @Override
                            public void onTimer(
                                    Object key, long time, TimeDomain domain, Output<Object> out) {
                                timers.setEventTime(time);
                            }
                        });
        link.emit("a:1");
        link.advance(1);
        assertThat(link.fireTimers(0)).isFalse();
        assertThat(link.endInput()).isFalse();
    }

    @Test
    void processingTimersFireWhenTheirTimeHasCome() throws Exception {
        KeyedProcessLink link =
                open(
                        new Remember() {
                            @Override
                            public void process(Object key, Object value, Output<Object> out) {
                                timers.setProcessingTime(
                                        Long.parseLong(((String) value).split(":")[1]));
                            }
                        });
        link.emit("a:2000");
        link.emit("b:1000");
        assertThat(link.nextTimer()).isEqualTo(1000);
        assertThat(link.fireTimers(999)).isTrue();
        assertThat(out.take()).isEmpty();
        assertThat(link.fireTimers(1500)).isTrue();
        assertThat(out.take()).containsExactly("P b:1000");
        assertThat(link.nextTimer()).isEqualTo(2000);
    }

    @Test
    void atTheEndOfInputTimersFireThenKeysEndThenTimeEnds() throws Exception {
        KeyedProcessLink link = open(new Remember());
        link.emit("a:30");
        link.emit("b:10");
        link.emit("b:20");
        out.take();
        link.advance(Long.MAX_VALUE);
        assertThat(out.take()).containsExactly("E b:10", "E b:20", "E a:30");
        while (!link.endInput()) {
            assertThat(out.lines).hasSizeLessThan(10);
        }
        assertThat(out.lines.subList(0, 2)).containsExactlyInAnyOrder("end a 1", "end b 2");
        assertThat(out.lines.subList(2, 3)).containsExactly("Wend");
    }

    @Test
    void continuesFromASnapshot() throws Exception {
        KeyedProcessLink link = open(new Remember());
        link.emit("a:30");
        link.emit("b:10");
        link.advance(20);
        byte[] file = snapshot(link);
        link.emit("a:25");
        out.take();

        KeyedProcessLink next = restored(file);
        next.advance(15);
        assertThat(out.take()).as("event time goes on where it was").isEmpty();
        next.emit("a:31");
        next.advance(40);
        assertThat(out.take()).containsExactly("in a:31", "E a:30", "E a:31", "W40");
        while (!next.endInput()) {
            assertThat(out.lines).hasSizeLessThan(10);
        }
        assertThat(out.take()).containsExactlyInAnyOrder("end a 2", "end b 1", "Wend");
    }

    @Test
    void takesNoSnapshotWhileKeysAreEnding() throws Exception {
        KeyedProcessLink link = open(new Remember());
        for (int i = 0; i < 1000; i++) {
            link.emit(i + ":0");
        }
        link.advance(Long.MAX_VALUE);
        assertThat(link.endInput()).isFalse();
        assertThat(out.lines).last().asString().startsWith("end ");
        assertThatThrownBy(() -> snapshot(link))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("Operator 'remember' is processing the end of its input");
        while (!link.endInput()) {
            assertThat(out.lines).hasSizeLessThan(3002);
        }
        assertThat(snapshot(link)).isNotEmpty();
    }

    @Test
    void usesNoStateOrTimerWithoutAKey() {
        assertThatThrownBy(
                        () ->
                                open(
                                        new Remember() {
                                            @Override
                                            public void open(KeyedContext context) {
                                                context.timers().setEventTime(1);
                                            }
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A timer of operator 'remember' is set or deleted without");
    }
}
