package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The constants of one enum. Between the tasks of one job they are written by number; in state by
 * name, because the next version of the job may have put others between them.
 */
final class EnumConstants extends Serializer<Enum<?>> {

    private final Class<?> type;
    private final Enum<?>[] byNumber;
    private final Map<String, Enum<?>> byName;

    private EnumConstants(Class<?> type) {
        super(true, true);
        this.type = type;
        this.byNumber = (Enum<?>[]) type.getEnumConstants();
        this.byName =
                Arrays.stream(byNumber).collect(Collectors.toMap(Enum::name, Function.identity()));
    }

    /**
     * The constants of an enum.
     *
     * @param type the enum itself, or the class of one of its constants
     */
    static EnumConstants of(Class<?> type) {
        return new EnumConstants(type.isEnum() ? type : type.getSuperclass());
    }

    @Override
    public void write(Kryo kryo, Output output, Enum<?> value) {
        write((RecordOutput) output, value);
    }

    @Override
    public Enum<?> read(Kryo kryo, Input input, Class<? extends Enum<?>> ignored) {
        return read((RecordInput) input);
    }

    /** Writes a constant, or null. */
    static void write(RecordOutput output, Enum<?> value) {
        if (output.isForState()) {
            output.writeString(value == null ? null : value.name());
        } else {
            output.writeVarInt(value == null ? 0 : value.ordinal() + 1, true);
        }
    }

    /**
     * Reads a constant, or null.
     *
     * @throws KryoException if the enum does not have it
     */
    Enum<?> read(RecordInput input) {
        return input.isForState() ? named(input.readString()) : numbered(input);
    }

    private Enum<?> named(String name) {
        if (name == null) {
            return null;
        }
        Enum<?> constant = byName.get(name);
        if (constant == null) {
            throw new KryoException("enum " + type.getName() + " has no constant " + name);
        }
        return constant;
    }

    private Enum<?> numbered(RecordInput input) {
        int number = input.readVarInt(true);
        if (number < 0 || number > byNumber.length) {
            throw new KryoException(
                    "enum constant " + number + " of " + byNumber.length + " constants");
        }
        return number == 0 ? null : byNumber[number - 1];
    }
}
