package org.holdfast.runtime.state;

/**
 * The format of a keyed state file. Numbers are big-endian; a text is an {@code int} length and as
 * many bytes of UTF-8.
 *
 * <pre>
 * file     := MAGIC VERSION:int operator:text firstKeyGroup:int keyGroups:int watermark:long
 *             states:int (name:text kind:text)* groups:int group* sha256:byte[32]
 * group    := number:int rows:int eventTimers:int processingTimers:int bytes:long
 *             keys:section eventTime:section processingTime:section state:section*
 * section  := shapeBytes:int valuesBytes:int shape:byte[] values:byte[]
 * </pre>
 *
 * Groups without rows and timers are left out. {@code bytes} is the length of all sections of the
 * group; SHA-256 is of all bytes before it. A section's values are one stream of records, readable
 * without any other section, so a group, and within it a state, can be skipped. The shape says what
 * belongs to which row:
 *
 * <ul>
 *   <li>keys: nothing, each row has one
 *   <li>timers: their times, a {@code long} each; the values are their keys
 *   <li>VALUE: a bit per row, the lowest first, whether it has a value
 *   <li>LIST and MAP: a variable-length number per row, how many elements or entries it has
 * </ul>
 */
final class StateFormat {

    /** What a file starts with. */
    static final long MAGIC = 0x484F4C4446415354L; // HOLDFAST

    /** The version that is written, and the newest that is read. */
    static final int VERSION = 1;

    /** A single key, value, element or entry that takes more is refused. */
    static final int MAX_VALUE_BYTES = 512 << 20;

    static final int SHA256_BYTES = 32;

    /** A name that takes more bytes than this is none. */
    static final int MAX_TEXT_BYTES = 1 << 16;

    /** More named states than this are none. */
    static final int MAX_STATES = 1 << 16;

    private StateFormat() {}
}
