package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory.BaseSerializerFactory;
import java.io.IOException;
import java.util.function.Function;

/**
 * Serializes frequent types by hand, Java records by their components, and everything else with
 * Kryo. References to one object from several places become copies; an object that contains itself
 * is refused.
 */
public final class KryoRecordSerializer implements RecordSerializer {

    /** How deep records may be nested. */
    private static final int MAX_DEPTH = 128;

    private final JobClasses classes;
    private final JobClassResolver resolver;
    private final Kryo kryo;
    private final RecordOutput output;
    private final boolean forState;

    private Class<?> lastClass;
    private ImmutableSize lastSize;

    /** Serializes the records of the job whose classes {@code jobClasses} loads. */
    public KryoRecordSerializer(ClassLoader jobClasses) {
        this(jobClasses, false);
    }

    private KryoRecordSerializer(ClassLoader jobClasses, boolean forState) {
        this.forState = forState;
        this.output = new RecordOutput(forState);
        this.classes = new JobClasses(jobClasses);
        this.resolver = new JobClassResolver(classes);
        this.kryo = new KryoWithEnums(resolver);
        kryo.setClassLoader(jobClasses);
        kryo.setRegistrationRequired(false);
        kryo.setOptimizedGenerics(false);
        kryo.setMaxDepth(MAX_DEPTH);
        kryo.addDefaultSerializer(Record.class, new PerClass(JavaRecordSerializer::new));
        kryo.addDefaultSerializer(Object[].class, new PerClass(ArraySerializer::new));
        ValueTypes.registerIn(kryo);
    }

    @Override
    public RecordEncoder encoder(int maxRecordBytes) {
        return new KryoEncoder(kryo, resolver, output, maxRecordBytes);
    }

    @Override
    public RecordDecoder decoder() {
        return new KryoDecoder(kryo, resolver, classes, forState);
    }

    @Override
    public int sizeIfImmutable(Object value) {
        return sizeOfClass(value).of(value);
    }

    @Override
    public boolean isImmutable(Object value) {
        return sizeOfClass(value).isImmutable();
    }

    private ImmutableSize sizeOfClass(Object value) {
        Class<?> type = value.getClass();
        if (type != lastClass) {
            lastSize = ImmutableSize.of(type);
            lastClass = type;
        }
        return lastSize;
    }

    @Override
    public RecordSerializer forState() {
        return new KryoRecordSerializer(classes.loader(), true);
    }

    @Override
    public ClassLoader classLoader() {
        return classes.loader();
    }

    /** Writes enums as {@link EnumConstants} does; Kryo knows another way, which comes first. */
    private static final class KryoWithEnums extends Kryo {

        KryoWithEnums(JobClassResolver resolver) {
            super(resolver, null);
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Serializer getDefaultSerializer(Class type) {
            return Enum.class.isAssignableFrom(type) && type != Enum.class
                    ? EnumConstants.of(type)
                    : super.getDefaultSerializer(type);
        }
    }

    /** Creates a serializer for each class. */
    private static final class PerClass extends BaseSerializerFactory<Serializer<?>> {

        private final Function<Class<?>, Serializer<?>> constructor;

        PerClass(Function<Class<?>, Serializer<?>> constructor) {
            this.constructor = constructor;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Serializer<?> newSerializer(Kryo kryo, Class type) {
            return constructor.apply(type);
        }
    }

    /** What was thrown about a record, in one line. */
    static IOException failure(String what, Exception e) {
        Throwable root = e;
        while (root instanceof KryoException && root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        return new IOException(what + ": " + reason.replaceAll("\\s+", " "), e);
    }
}
