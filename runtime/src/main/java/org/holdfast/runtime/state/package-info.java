/**
 * Keyed state on the heap. All states of one operator subtask live in one {@link
 * org.holdfast.runtime.state.KeyedState}: a table per key group, in it a row per key, in the row a
 * cell per named state; and the timers, a heap per key group. So a record costs one lookup however
 * many states its key has, and a key group can be handed to another subtask as a whole.
 *
 * <p>A snapshot copies nothing. Tables, rows, lists, maps and heaps carry the version they were
 * made in, and are replaced by a copy before they are changed while a snapshot of that version or a
 * later one runs ({@link org.holdfast.runtime.state.SnapshotVersions}). Another thread writes it in
 * the format of {@link org.holdfast.runtime.state.StateFormat}; {@link
 * org.holdfast.runtime.state.KeyedStateRestore} reads it with the job's classes, {@link
 * org.holdfast.runtime.state.KeyedStateReader} without.
 */
package org.holdfast.runtime.state;
