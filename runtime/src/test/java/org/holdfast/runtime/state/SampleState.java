package org.holdfast.runtime.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.holdfast.api.TimeDomain;
import org.holdfast.api.state.ListState;
import org.holdfast.api.state.MapState;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.serialization.KryoRecordSerializer;

/** Keyed state of every kind, and what it holds as plain collections. */
final class SampleState {

    /** A value that is changed in place. */
    static final class Tally {
        long total;

        Tally() {}

        Tally(long total) {
            this.total = total;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tally that && total == that.total;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(total);
        }

        @Override
        public String toString() {
            return "Tally " + total;
        }
    }

    /** What one key has. */
    static final class Content {
        Long value;
        Tally tally;
        final List<Object> list = new ArrayList<>();
        final Map<String, Tally> map = new HashMap<>();
        final TreeSet<Long> eventTimers = new TreeSet<>();
        final TreeSet<Long> processingTimers = new TreeSet<>();

        Content copy() {
            Content copy = new Content();
            copy.value = value;
            copy.tally = tally == null ? null : new Tally(tally.total);
            list.forEach(element -> copy.list.add(copyOf(element)));
            map.forEach((key, entry) -> copy.map.put(key, new Tally(entry.total)));
            copy.eventTimers.addAll(eventTimers);
            copy.processingTimers.addAll(processingTimers);
            return copy;
        }

        private static Object copyOf(Object element) {
            return element instanceof Tally changeable ? new Tally(changeable.total) : element;
        }

        @Override
        public String toString() {
            return "%s %s %s %s %s %s"
                    .formatted(
                            value, tally, list, new TreeMap<>(map), eventTimers, processingTimers);
        }
    }

    final KeyedState state;
    final ValueState<Long> value;
    final ValueState<Tally> tally;
    final ListState<Object> list;
    final MapState<String, Tally> map;

    SampleState(int subtask, int parallelism) {
        state = newState("sample", subtask, parallelism);
        value = state.valueState("value");
        tally = state.valueState("tally");
        list = state.listState("list");
        map = state.mapState("map");
        state.seal();
    }

    static KeyedState newState(String operator, int subtask, int parallelism) {
        return new KeyedState(
                operator,
                subtask,
                parallelism,
                new KryoRecordSerializer(SampleState.class.getClassLoader()),
                InstantSource.system());
    }

    static byte[] bytes(KeyedSnapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.writeTo(out);
        return out.toByteArray();
    }

    /** What a checkpoint has of an operator whose subtasks wrote these files. */
    static TaskRestore restoreOf(List<byte[]> files) {
        int parallelism = files.size();
        List<StateHandle> handles = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            KeyGroupRange range = KeyGroupRange.of(subtask, parallelism);
            byte[] bytes = files.get(subtask);
            handles.add(
                    new StateHandle(
                            range.first(),
                            range.count(),
                            "/chk/" + subtask,
                            "",
                            bytes.length,
                            "0".repeat(64)));
        }
        return new TaskRestore(1, handles, Map.of(), false, false);
    }

    /** Opens what {@link #restoreOf} names; digests of whole files are not its business. */
    static StateFiles open(List<byte[]> files) {
        return handle ->
                new ByteArrayInputStream(
                        files.get(Integer.parseInt(handle.file().substring("/chk/".length()))));
    }

    SampleState restored(List<byte[]> files) throws IOException {
        state.restore(restoreOf(files), open(files));
        return this;
    }

    /** Everything, by key; takes the timers out. */
    Map<Object, String> drain() {
        Map<Object, Content> contents = new HashMap<>();
        for (Iterator<Object> keys = state.keys(); keys.hasNext(); ) {
            Object key = keys.next();
            state.setCurrentKey(key);
            Content content = new Content();
            content.value = value.get();
            content.tally = tally.get();
            content.list.addAll(list.get());
            content.map.putAll(map.entries());
            contents.put(key, content);
        }
        state.timers().advanceWatermark(Long.MAX_VALUE);
        KeyedTimers.Due due;
        while ((due = state.timers().pollDue(Long.MAX_VALUE)) != null) {
            Content content = contents.computeIfAbsent(due.key(), key -> new Content());
            (due.domain() == TimeDomain.EVENT_TIME ? content.eventTimers : content.processingTimers)
                    .add(due.time());
        }
        return asText(contents);
    }

    static Map<Object, String> asText(Map<Object, Content> contents) {
        Map<Object, String> texts = new HashMap<>();
        String nothing = new Content().toString();
        contents.forEach(
                (key, content) -> {
                    if (!content.toString().equals(nothing)) {
                        texts.put(key, content.toString());
                    }
                });
        return texts;
    }
}
