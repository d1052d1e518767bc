package org.holdfast.runtime.state;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyClassesTest {

    enum Color {
        RED,
        GREEN {}
    }

    record Tree(String name, List<Tree> children, Tree parent) {}

    record Painted(int id, Color color) {}

    record Owned(String owner, Painted thing) {}

    static final class Plain {}

    static final class Hashed {
        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Hashed;
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                String.class,
                Long.class,
                UUID.class,
                LocalDate.class,
                ArrayList.class,
                Tree.class,
                Hashed.class
            })
    void takesClassesWithAHashCodeOfTheirContent(Class<?> type) {
        assertThatCode(() -> KeyClasses.check(type)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(classes = {Color.class, byte[].class, Painted.class, Owned.class, Plain.class})
    void refusesClassesWithAHashCodeOfTheProcess(Class<?> type) {
        assertThatThrownBy(() -> KeyClasses.check(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Keys cannot be of class " + type.getName());
    }

    @Test
    void saysWhereItIsWrongAndWhatToUse() {
        assertThatThrownBy(() -> KeyClasses.check(Owned.class))
                .hasMessageContaining(
                        "of its component 'thing' of its component 'color' it is an enum (use its"
                                + " name())");
        assertThatThrownBy(() -> KeyClasses.check(Color.GREEN.getClass()))
                .hasMessageContaining("it is an enum");
    }
}
