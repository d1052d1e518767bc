/**
 * The data plane: records from task to task, TaskManager to TaskManager, never through the
 * JobManager.
 *
 * <p>A producing task owns one {@link org.holdfast.runtime.network.ResultPartition} per edge out of
 * it, with one subpartition per consumer subtask. A consuming task owns one {@link
 * org.holdfast.runtime.network.InputGate} with one channel per subpartition it reads. Between
 * processes, serialized records travel in buffers over one Netty connection per pair of
 * TaskManagers; a consumer grants credit per channel, a producer sends no more than that, so a slow
 * channel stops neither its neighbours nor the memory bound. Inside a process, records of immutable
 * types are handed over in batches without serialization.
 */
package org.holdfast.runtime.network;
