package org.holdfast.runtime.serialization;

/** The first byte of a record: how to read what follows. */
final class Tags {

    /** Not a record yet: the name of the class that gets the next number. */
    static final int CLASS_NAME = 0;

    static final int STRING = 1;
    static final int LONG = 2;
    static final int INTEGER = 3;
    static final int DOUBLE = 4;
    static final int FALSE = 5;
    static final int TRUE = 6;
    static final int BYTES = 7;

    /** An object of one of the job's classes: the class's number, the object. */
    static final int JOB_OBJECT = 8;

    /** An object of another value type: Kryo's number of the class, the object. */
    static final int VALUE = 9;

    private Tags() {}
}
