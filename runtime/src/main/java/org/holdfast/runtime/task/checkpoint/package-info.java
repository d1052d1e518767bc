/**
 * What a task does for checkpoints besides processing records: one thread per task makes its
 * snapshots durable, in order, and commits what its sinks have staged once a checkpoint is
 * complete.
 */
package org.holdfast.runtime.task.checkpoint;
