package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import java.io.IOException;
import java.util.Arrays;

/** Writes the records of one stream. Shares Kryo and the output with its siblings. */
final class KryoEncoder implements RecordEncoder {

    private final Kryo kryo;
    private final JobClassResolver resolver;
    private final RecordOutput output;
    private final int maxRecordBytes;
    private final ClassNumbers numbers = new ClassNumbers();

    private Class<?> lastClass;
    private int lastNumber;
    private Serializer<?> lastSerializer;

    KryoEncoder(Kryo kryo, JobClassResolver resolver, RecordOutput output, int maxRecordBytes) {
        this.kryo = kryo;
        this.resolver = resolver;
        this.output = output;
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public int encode(Object value) throws IOException {
        output.start(maxRecordBytes);
        int known = numbers.size();
        try {
            write(value);
            if (numbers.size() > known) {
                nameClassesSince(known);
            }
        } catch (RuntimeException e) {
            numbers.shrinkTo(known);
            lastClass = null;
            throw failure(value, e);
        }
        return output.position();
    }

    @Override
    public byte[] array() {
        return output.getBuffer();
    }

    private void write(Object value) {
        Class<?> type = value.getClass();
        if (type == String.class) {
            output.writeByte(Tags.STRING);
            output.writeString((String) value);
        } else if (type == Long.class) {
            output.writeByte(Tags.LONG);
            output.writeLong((Long) value);
        } else if (type == lastClass) {
            writeJobObject(value);
        } else if (type == Integer.class) {
            output.writeByte(Tags.INTEGER);
            output.writeInt((Integer) value);
        } else if (type == Double.class) {
            output.writeByte(Tags.DOUBLE);
            output.writeDouble((Double) value);
        } else if (type == Boolean.class) {
            output.writeByte((Boolean) value ? Tags.TRUE : Tags.FALSE);
        } else if (type == byte[].class) {
            byte[] bytes = (byte[]) value;
            output.writeByte(Tags.BYTES);
            output.writeVarInt(bytes.length, true);
            output.writeBytes(bytes);
        } else {
            writeOther(type, value);
        }
    }

    private void writeOther(Class<?> type, Object value) {
        Registration registration = kryo.getRegistration(type);
        if (registration.getId() == DefaultClassResolver.NAME) {
            lastNumber = numbers.of(registration.getType());
            lastSerializer = registration.getSerializer();
            lastClass = type;
            writeJobObject(value);
        } else {
            output.writeByte(Tags.VALUE);
            resolver.writeTo(numbers);
            kryo.writeClassAndObject(output, value);
        }
    }

    private void writeJobObject(Object value) {
        output.writeByte(Tags.JOB_OBJECT);
        output.writeVarInt(lastNumber, true);
        resolver.writeTo(numbers);
        kryo.writeObject(output, value, lastSerializer);
    }

    /** Puts the names of the classes the record was the first to use in front of it. */
    private void nameClassesSince(int known) {
        byte[] written = Arrays.copyOf(output.getBuffer(), output.position());
        output.start(maxRecordBytes);
        for (Class<?> type : numbers.since(known)) {
            output.writeByte(Tags.CLASS_NAME);
            output.writeString(type.getName());
            if (output.isForState()) {
                output.writeLong(ClassLayout.of(type).fingerprint());
            }
        }
        output.writeBytes(written);
    }

    private IOException failure(Object value, RuntimeException e) {
        String record = "record of class " + value.getClass().getName();
        if (e instanceof KryoBufferOverflowException) {
            return new IOException(record + " takes more than " + maxRecordBytes + " bytes", e);
        }
        return KryoRecordSerializer.failure(record + " cannot be serialized", e);
    }
}
