package org.holdfast.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.holdfast.api.state.ListState;
import org.holdfast.api.state.MapState;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.junit.jupiter.api.Test;

class KeyedStateTest {

    private final KeyedState state = newState(0, 1);

    @Test
    void keepsOneValuePerKey() {
        ValueState<Long> count = state.valueState("n");
        state.seal();
        state.setCurrentKey("a");
        count.set(1L);
        state.setCurrentKey("b");
        assertThat(count.get()).isNull();
        assertThat(count.getOr(7L)).isEqualTo(7L);
        count.set(2L);
        state.setCurrentKey("a");
        assertThat(count.get()).isEqualTo(1L);
        assertThat(state.keyCount()).isEqualTo(2);
    }

    @Test
    void behavesLikeAMapUnderRandomUse() {
        ValueState<Integer> value = state.valueState("v");
        state.seal();
        Map<Integer, Integer> expected = new HashMap<>();
        Random random = new Random(17);
        for (int i = 0; i < 400_000; i++) {
            int key = random.nextInt(30_000);
            state.setCurrentKey(key);
            assertThat(value.get()).isEqualTo(expected.get(key));
            if (random.nextInt(3) == 0) {
                value.clear();
                expected.remove(key);
            } else {
                value.set(i);
                expected.put(key, i);
            }
        }
        assertThat(keys()).isEqualTo(expected.keySet());
        assertThat(state.keyCount()).isEqualTo(expected.size());
    }

    @Test
    void keysOfEqualHashCodesStayApart() {
        ValueState<String> value = state.valueState("v");
        state.seal();
        for (String key : List.of("AaAa", "BBBB", "AaBB")) {
            state.setCurrentKey(key);
            value.set(key);
        }
        state.setCurrentKey("BBBB");
        value.clear();
        for (String key : List.of("AaAa", "AaBB")) {
            state.setCurrentKey(key);
            assertThat(value.get()).isEqualTo(key);
        }
        state.setCurrentKey("BBBB");
        assertThat(value.get()).isNull();
    }

    @Test
    void keyWithoutAnythingLeftIsForgotten() {
        ValueState<String> value = state.valueState("v");
        ListState<String> list = state.listState("l");
        MapState<String, String> map = state.mapState("m");
        state.seal();
        state.setCurrentKey("k");
        value.set("x");
        list.add("y");
        map.put("z", "z");
        value.set(null);
        list.set(List.of());
        assertThat(keys()).containsExactly("k");
        map.remove("z");
        assertThat(keys()).isEmpty();
        assertThat(state.keyCount()).isZero();
    }

    @Test
    void listKeepsOrderAndIsReadOnly() {
        ListState<String> list = state.listState("l");
        state.seal();
        state.setCurrentKey(1);
        assertThat(list.get()).isEmpty();
        list.add("b");
        list.add("a");
        assertThat(list.get()).containsExactly("b", "a");
        assertThatThrownBy(() -> list.get().add("c"))
                .isInstanceOf(UnsupportedOperationException.class);
        List<String> mine = new ArrayList<>(List.of("z"));
        list.set(mine);
        mine.clear();
        assertThat(list.get()).containsExactly("z");
        assertThatThrownBy(() -> list.add(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("State 'l' of operator 'count'");
        list.clear();
        assertThat(list.get()).isEmpty();
    }

    @Test
    void mapIsKeptPerKeyAndReadOnly() {
        MapState<String, Integer> map = state.mapState("m");
        state.seal();
        state.setCurrentKey(1);
        map.put("a", 1);
        map.put("b", 2);
        state.setCurrentKey(2);
        assertThat(map.entries()).isEmpty();
        assertThat(map.get("a")).isNull();
        map.remove("a");
        state.setCurrentKey(1);
        assertThat(map.entries()).containsOnly(Map.entry("a", 1), Map.entry("b", 2));
        assertThatThrownBy(() -> map.entries().put("c", 3))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.put("a", null)).isInstanceOf(NullPointerException.class);
        map.clear();
        assertThat(map.entries()).isEmpty();
    }

    @Test
    void stateOfKeysHandedOutMayChangeDuringIteration() {
        ValueState<Integer> value = state.valueState("v");
        state.seal();
        for (int key = 0; key < 10_000; key++) {
            state.setCurrentKey(key);
            value.set(key);
        }
        Set<Object> seen = new HashSet<>();
        for (Iterator<Object> keys = state.keys(); keys.hasNext(); ) {
            Object key = keys.next();
            assertThat(seen.add(key)).isTrue();
            state.setCurrentKey(key);
            assertThat(value.get()).isEqualTo(key);
            value.clear();
            if ((int) key % 2 == 0) {
                value.set(-1);
            }
        }
        assertThat(seen).hasSize(10_000);
        assertThat(state.keyCount()).isEqualTo(5_000);
    }

    @Test
    void subtasksHoldTheKeysOfTheirGroupsOnly() {
        KeyedState second = newState(1, 3);
        ValueState<Integer> value = second.valueState("v");
        second.seal();
        int mine = 0;
        for (int key = 0; key < 3_000; key++) {
            if (KeyGroups.subtaskOf(KeyGroups.of(key), 3) == 1) {
                second.setCurrentKey(key);
                value.set(key);
                mine++;
            }
        }
        assertThat(second.keyCount()).isEqualTo(mine);
    }

    @Test
    void refusesWhatCannotBeRight() {
        ValueState<Integer> value = state.valueState("v");
        assertThatThrownBy(() -> state.listState("v"))
                .hasMessage(
                        "State 'v' of operator 'count' is defined twice. Give each state a name of"
                                + " its own.");
        state.seal();
        assertThatThrownBy(() -> state.valueState("late"))
                .hasMessageContaining("Get state handles in open()");
        assertThatThrownBy(value::get).hasMessageContaining("is used without a key");
        assertThatThrownBy(() -> value.set(1)).hasMessageContaining("is used without a key");
    }

    private static KeyedState newState(int subtask, int parallelism) {
        return new KeyedState(
                "count",
                subtask,
                parallelism,
                new KryoRecordSerializer(KeyedStateTest.class.getClassLoader()),
                InstantSource.system());
    }

    private Set<Object> keys() {
        Set<Object> keys = new HashSet<>();
        state.keys().forEachRemaining(keys::add);
        return keys;
    }
}
