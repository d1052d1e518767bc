package org.holdfast.runtime.serialization;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Records as jobs have them. */
final class TestRecords {

    private TestRecords() {}

    enum Kind {
        CLICK,
        VIEW {
            @Override
            boolean isPassive() {
                return true;
            }
        };

        boolean isPassive() {
            return false;
        }
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Event(long id, long time, String name, Kind kind) {}

    record Tick() {}

    record Primitives(
            boolean a, byte b, short c, char d, int e, long f, float g, double h, String i) {}

    record Nested(Event event, Long count, Instant at, Kind kind, Integer small) {}

    record Bag(
            List<Shape> shapes, Map<String, Event> events, Shape shape, Object any, int[] ints) {}

    record Chain(String value, Chain next) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("value: " + value + " (expected: > 0)");
            }
        }
    }

    record WithPattern(Pattern pattern) {}

    static final class Point {
        int x;
        private long y;
        private Point next;
        private String label;

        private Point() {}

        Point(int x, long y, String label) {
            this.x = x;
            this.y = y;
            this.label = label;
        }

        void pointTo(Point other) {
            next = other;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Point that
                    && x == that.x
                    && y == that.y
                    && Objects.equals(label, that.label)
                    && Objects.equals(next, that.next);
        }

        @Override
        public int hashCode() {
            return Objects.hash(x, y, label);
        }
    }

    static final class NoDefaultConstructor {
        final int value;

        NoDefaultConstructor(int value) {
            this.value = value;
        }
    }
}
