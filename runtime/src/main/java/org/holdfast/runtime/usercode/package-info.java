/**
 * A job's code: its jar, opened in a class loader of its own.
 *
 * <p>User code sees the Java platform, {@code org.holdfast.api}, SLF4J, and its own jar; nothing
 * else of this process, so that no library of ours can meet another version of itself in the jar.
 * Clients run {@code define} through {@link org.holdfast.runtime.usercode.JobLoader}, to check the
 * job and to build its graph; TaskManagers through {@link
 * org.holdfast.runtime.usercode.UserCodeCache}, to get the function instances of each subtask.
 */
package org.holdfast.runtime.usercode;
