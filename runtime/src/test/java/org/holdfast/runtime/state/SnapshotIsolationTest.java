package org.holdfast.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import org.holdfast.runtime.state.SampleState.Content;
import org.holdfast.runtime.state.SampleState.Tally;

/**
 * Whatever is done to keyed state while snapshots of it are written: each of them holds what was
 * there when it was taken, and the state is what it would be without them.
 */
class SnapshotIsolationTest {

    /** What is done; the order only matters to the generator. */
    enum Kind {
        SET_VALUE,
        CLEAR_VALUE,
        SET_TALLY,
        CHANGE_TALLY_IN_PLACE,
        ADD_TO_LIST,
        ADD_TALLY_TO_LIST,
        CHANGE_LIST_ELEMENT_IN_PLACE,
        SET_LIST,
        CLEAR_LIST,
        PUT,
        REMOVE,
        CHANGE_ENTRY_IN_PLACE,
        CLEAR_MAP,
        SET_TIMERS,
        DELETE_TIMERS,
        FIRE,
        BEGIN_SNAPSHOT,
        WRITE_SNAPSHOT,
        END_SNAPSHOT
    }

    record Step(Kind kind, int key, long number) {}

    /** A snapshot that runs, and what it has to hold. */
    private static final class Running {
        final KeyedSnapshot snapshot;
        final Map<Object, String> expected;
        Future<byte[]> bytes;

        Running(KeyedSnapshot snapshot, Map<Object, String> expected) {
            this.snapshot = snapshot;
            this.expected = expected;
        }
    }

    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private SampleState sample;
    private Map<Object, Content> model;
    private List<Running> running;

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step =
                Combinators.combine(
                                Arbitraries.of(Kind.class),
                                Arbitraries.integers().between(0, 40),
                                Arbitraries.longs().between(0, 9))
                        .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(300);
    }

    @Property(tries = 150)
    void everySnapshotHoldsWhatWasThereWhenItWasTaken(@ForAll("steps") List<Step> steps)
            throws Exception {
        sample = new SampleState(0, 1);
        model = new HashMap<>();
        running = new ArrayList<>();
        for (Step step : steps) {
            sample.state.setCurrentKey(step.key());
            apply(step, model.computeIfAbsent(step.key(), key -> new Content()));
        }
        while (!running.isEmpty()) {
            end(running.remove(0));
        }
        assertThat(sample.drain()).isEqualTo(SampleState.asText(model));
    }

    private void apply(Step step, Content expected) throws Exception {
        long number = step.number();
        switch (step.kind()) {
            case SET_VALUE -> {
                sample.value.set(number);
                expected.value = number;
            }
            case CLEAR_VALUE -> {
                sample.value.clear();
                expected.value = null;
            }
            case SET_TALLY -> {
                sample.tally.set(new Tally(number));
                expected.tally = new Tally(number);
            }
            case CHANGE_TALLY_IN_PLACE -> {
                Tally tally = sample.tally.get();
                if (tally != null) {
                    tally.total += number;
                    expected.tally.total += number;
                }
            }
            case ADD_TO_LIST -> {
                sample.list.add(number);
                expected.list.add(number);
            }
            case ADD_TALLY_TO_LIST -> {
                sample.list.add(new Tally(number));
                expected.list.add(new Tally(number));
            }
            case CHANGE_LIST_ELEMENT_IN_PLACE -> {
                sample.list.get().forEach(element -> raise(element, number));
                expected.list.forEach(element -> raise(element, number));
            }
            case SET_LIST -> {
                sample.list.set(List.of(number, new Tally(number)));
                expected.list.clear();
                expected.list.addAll(List.of(number, new Tally(number)));
            }
            case CLEAR_LIST -> {
                sample.list.clear();
                expected.list.clear();
            }
            case FIRE -> fire();
            case BEGIN_SNAPSHOT -> {
                if (running.size() < SnapshotVersions.MAX_RUNNING) {
                    running.add(new Running(sample.state.snapshot(), copyOfModel()));
                }
            }
            case WRITE_SNAPSHOT -> {
                if (!running.isEmpty()) {
                    write(running.get((int) number % running.size()));
                }
            }
            case END_SNAPSHOT -> {
                if (!running.isEmpty()) {
                    end(running.remove((int) number % running.size()));
                }
            }
            default -> applyToMapOrTimers(step, expected);
        }
    }

    private void applyToMapOrTimers(Step step, Content expected) {
        long number = step.number();
        String mapKey = "k" + number % 3;
        switch (step.kind()) {
            case PUT -> {
                sample.map.put(mapKey, new Tally(number));
                expected.map.put(mapKey, new Tally(number));
            }
            case REMOVE -> {
                sample.map.remove(mapKey);
                expected.map.remove(mapKey);
            }
            case CHANGE_ENTRY_IN_PLACE -> {
                Tally entry = sample.map.get(mapKey);
                if (entry != null) {
                    entry.total += number;
                    expected.map.get(mapKey).total += number;
                }
                sample.map.entries().values().forEach(other -> other.total++);
                expected.map.values().forEach(other -> other.total++);
            }
            case CLEAR_MAP -> {
                sample.map.clear();
                expected.map.clear();
            }
            case SET_TIMERS -> {
                sample.state.timers().setEventTime(number);
                sample.state.timers().setProcessingTime(-number);
                expected.eventTimers.add(number);
                expected.processingTimers.add(-number);
            }
            case DELETE_TIMERS -> {
                sample.state.timers().deleteEventTime(number);
                sample.state.timers().deleteProcessingTime(-number);
                expected.eventTimers.remove(number);
                expected.processingTimers.remove(-number);
            }
            default -> throw new AssertionError(step);
        }
    }

    private static void raise(Object element, long by) {
        if (element instanceof Tally tally) {
            tally.total += by;
        }
    }

    /** Takes out the first timer of processing time; event time stands still. */
    private void fire() {
        KeyedTimers.Due due = sample.state.timers().pollDue(Long.MAX_VALUE);
        if (due != null) {
            assertThat(model.get(due.key()).processingTimers.remove(due.time())).isTrue();
        }
    }

    private Map<Object, String> copyOfModel() {
        Map<Object, Content> copy = new HashMap<>();
        model.forEach((key, content) -> copy.put(key, content.copy()));
        return SampleState.asText(copy);
    }

    /** Lets the other thread write it while this one goes on. */
    private void write(Running one) {
        if (one.bytes == null) {
            one.bytes = writer.submit((Callable<byte[]>) () -> SampleState.bytes(one.snapshot));
        }
    }

    private void end(Running one) throws Exception {
        write(one);
        byte[] bytes = one.bytes.get(10, TimeUnit.SECONDS);
        one.snapshot.release();
        assertThat(new SampleState(0, 1).restored(List.of(bytes)).drain()).isEqualTo(one.expected);
    }

    @AfterProperty
    void endWriter() {
        writer.shutdownNow();
    }
}
