/**
 * Keyed state on the heap. All states of one operator subtask live in one {@link
 * org.holdfast.runtime.state.KeyedState}: a table per key group, in it a row per key, in the row a
 * cell per named state. So a record costs one lookup however many states its key has, and a key
 * group can be handed to another subtask as a whole.
 */
package org.holdfast.runtime.state;
