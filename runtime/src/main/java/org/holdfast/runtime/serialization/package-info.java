/**
 * Records as bytes: between processes, and in state.
 *
 * <p>A stream of records is written by one {@link org.holdfast.runtime.serialization.RecordEncoder}
 * and read by one {@link org.holdfast.runtime.serialization.RecordDecoder}. Each record is a tag
 * byte and what the tag says: frequent types have tags of their own; any other class is written by
 * Kryo, under a number that the stream gives it at its first use. Only classes of the job and a
 * fixed set of the JDK's value types are ever looked up by name. Java serialization is not used.
 */
package org.holdfast.runtime.serialization;
