package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the records of one stream. Shares Kryo with its siblings. */
final class KryoDecoder implements RecordDecoder {

    private final Kryo kryo;
    private final JobClassResolver resolver;
    private final JobClasses classes;
    private final RecordInput input;
    private final List<Registration> numbered = new ArrayList<>();

    KryoDecoder(Kryo kryo, JobClassResolver resolver, JobClasses classes, boolean forState) {
        this.input = new RecordInput(forState);
        this.kryo = kryo;
        this.resolver = resolver;
        this.classes = classes;
    }

    @Override
    public void wrap(byte[] bytes, int offset, int length) {
        input.setBuffer(bytes, offset, length);
    }

    @Override
    public boolean hasNext() {
        return input.position() < input.limit();
    }

    @Override
    public Object next() throws IOException {
        try {
            int tag = input.readByte();
            while (tag == Tags.CLASS_NAME) {
                addClass(input.readString());
                tag = input.readByte();
            }
            return read(tag);
        } catch (RuntimeException e) {
            throw KryoRecordSerializer.failure("record cannot be read", e);
        }
    }

    private Object read(int tag) {
        switch (tag) {
            case Tags.STRING:
                return input.readString();
            case Tags.LONG:
                return input.readLong();
            case Tags.INTEGER:
                return input.readInt();
            case Tags.DOUBLE:
                return input.readDouble();
            case Tags.FALSE:
                return Boolean.FALSE;
            case Tags.TRUE:
                return Boolean.TRUE;
            case Tags.BYTES:
                return input.readBytes(input.readVarInt(true));
            case Tags.JOB_OBJECT:
                resolver.readFrom(numbered);
                Registration registration = resolver.numbered(input.readVarInt(true));
                return kryo.readObject(input, registration.getType(), registration.getSerializer());
            case Tags.VALUE:
                resolver.readFrom(numbered);
                return kryo.readClassAndObject(input);
            default:
                throw new KryoException("no record starts with byte " + tag);
        }
    }

    private void addClass(String name) {
        if (numbered.size() == ClassNumbers.LIMIT) {
            throw new KryoException("more than " + ClassNumbers.LIMIT + " classes in one stream");
        }
        Class<?> type = classes.find(name);
        if (input.isForState()) {
            ClassLayout.of(type).check(input.readLong());
        }
        numbered.add(kryo.getRegistration(type));
    }
}
