package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import java.util.List;

/** Writes the job's classes as the numbers they have in the stream at hand. */
final class JobClassResolver extends DefaultClassResolver {

    private static final int NUMBERED = NAME + 2;

    private final JobClasses classes;
    private ClassNumbers numbers;
    private List<Registration> numbered;

    JobClassResolver(JobClasses classes) {
        this.classes = classes;
    }

    void writeTo(ClassNumbers stream) {
        numbers = stream;
    }

    void readFrom(List<Registration> stream) {
        numbered = stream;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Registration registerImplicit(Class type) {
        classes.check(type);
        return super.registerImplicit(type);
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected void writeName(Output output, Class type, Registration registration) {
        output.writeByte(NUMBERED);
        output.writeVarInt(numbers.of(registration.getType()), true);
    }

    @Override
    protected Registration readName(Input input) {
        return numbered(input.readVarInt(true));
    }

    Registration numbered(int number) {
        if (number < 0 || number >= numbered.size()) {
            throw new KryoException(
                    "class number " + number + " in a stream that named " + numbered.size());
        }
        return numbered.get(number);
    }

    /** Numbers outlive the record. */
    @Override
    public void reset() {}
}
