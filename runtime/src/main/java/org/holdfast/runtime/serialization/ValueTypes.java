package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableSerializer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's classes that records may hold. Their order gives them their numbers in the bytes: add
 * at the end only.
 */
final class ValueTypes {

    /** Those that Kryo has a good serializer for. */
    private static final List<Class<?>> PLAIN =
            List.of(
                    byte[].class,
                    short[].class,
                    char[].class,
                    int[].class,
                    long[].class,
                    float[].class,
                    double[].class,
                    BigInteger.class,
                    BigDecimal.class,
                    Duration.class,
                    Instant.class,
                    LocalDate.class,
                    LocalTime.class,
                    LocalDateTime.class,
                    OffsetTime.class,
                    OffsetDateTime.class,
                    ZonedDateTime.class,
                    ZoneOffset.class,
                    ZoneId.of("Europe/Berlin").getClass(),
                    Year.class,
                    YearMonth.class,
                    MonthDay.class,
                    Period.class,
                    DayOfWeek.class,
                    Month.class,
                    ChronoUnit.class,
                    TimeUnit.class,
                    Date.class,
                    Locale.class,
                    Currency.class,
                    Optional.class,
                    OptionalInt.class,
                    OptionalLong.class,
                    OptionalDouble.class,
                    BitSet.class,
                    EnumSet.class,
                    Collections.emptyList().getClass(),
                    Collections.emptySet().getClass(),
                    Collections.emptyMap().getClass(),
                    Collections.singletonList(0).getClass(),
                    Collections.singleton(0).getClass(),
                    Collections.singletonMap(0, 0).getClass());

    /** All classes of an empty Kryo's own and of {@link #registerIn}. */
    private static final Set<Class<?>> ALL = all();

    private ValueTypes() {}

    static boolean contains(Class<?> type) {
        return ALL.contains(type);
    }

    private static Set<Class<?>> all() {
        Set<Class<?>> types =
                new HashSet<>(
                        List.of(
                                String.class,
                                Boolean.class,
                                Byte.class,
                                Short.class,
                                Character.class,
                                Integer.class,
                                Long.class,
                                Float.class,
                                Double.class,
                                UUID.class,
                                String[].class,
                                Object[].class));
        types.addAll(PLAIN);
        return Set.copyOf(types);
    }

    /** Gives Kryo the serializers of all value types. */
    static void registerIn(Kryo kryo) {
        PLAIN.forEach(kryo::register);
        kryo.register(UUID.class, new UuidSerializer());
        kryo.register(String[].class, new ArraySerializer(String[].class));
        kryo.register(Object[].class, new ArraySerializer(Object[].class));
        registerCollections(kryo);
        registerMaps(kryo);
    }

    private static void registerCollections(Kryo kryo) {
        kryo.register(ArrayList.class, ElementsSerializer.of(ArrayList::new));
        kryo.register(LinkedList.class, ElementsSerializer.of(size -> new LinkedList<>()));
        kryo.register(ArrayDeque.class, ElementsSerializer.of(ArrayDeque::new));
        kryo.register(HashSet.class, ElementsSerializer.of(HashSet::new));
        kryo.register(LinkedHashSet.class, ElementsSerializer.of(LinkedHashSet::new));
        kryo.register(TreeSet.class, ElementsSerializer.sorted(TreeSet::new));
        Serializer<?> lists =
                ElementsSerializer.of(
                        ArrayList::new, list -> Collections.unmodifiableList((List<?>) list));
        kryo.register(Collections.unmodifiableList(new ArrayList<>()).getClass(), lists);
        kryo.register(Collections.unmodifiableList(new LinkedList<>()).getClass(), lists);
        kryo.register(
                Arrays.asList().getClass(),
                ElementsSerializer.of(ArrayList::new, list -> Arrays.asList(list.toArray())));
        Serializer<?> immutableLists =
                ElementsSerializer.of(ArrayList::new, list -> list.stream().toList());
        kryo.register(List.of(1).getClass(), immutableLists);
        kryo.register(List.of(1, 2, 3).getClass(), immutableLists);
        Serializer<?> immutableSets = ElementsSerializer.of(HashSet::new, Set::copyOf);
        kryo.register(Set.of(1).getClass(), immutableSets);
        kryo.register(Set.of(1, 2, 3).getClass(), immutableSets);
    }

    private static void registerMaps(Kryo kryo) {
        kryo.register(HashMap.class, EntriesSerializer.of(HashMap::new));
        kryo.register(LinkedHashMap.class, EntriesSerializer.of(LinkedHashMap::new));
        kryo.register(TreeMap.class, EntriesSerializer.sorted(TreeMap::new));
        Serializer<?> immutableMaps = EntriesSerializer.of(HashMap::new, Map::copyOf);
        kryo.register(Map.of(1, 1).getClass(), immutableMaps);
        kryo.register(Map.of(1, 1, 2, 2).getClass(), immutableMaps);
    }

    private static final class UuidSerializer extends ImmutableSerializer<UUID> {

        @Override
        public void write(Kryo kryo, Output output, UUID value) {
            output.writeLong(value.getMostSignificantBits());
            output.writeLong(value.getLeastSignificantBits());
        }

        @Override
        public UUID read(Kryo kryo, Input input, Class<? extends UUID> type) {
            return new UUID(input.readLong(), input.readLong());
        }
    }
}
