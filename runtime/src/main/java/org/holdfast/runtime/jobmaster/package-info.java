/**
 * One job at work. A {@link org.holdfast.runtime.jobmaster.JobMaster} holds the job's execution
 * graph, asks for slots, deploys an execution attempt of every subtask, follows their states, and
 * restarts the region of a task that fails, or ends the job.
 *
 * <p>Slot i runs subtask i of every vertex. What is deployed is written to the ledger first. When
 * the JobManager dies, tasks run on: the next one's {@link org.holdfast.runtime.jobmaster.Takeover}
 * finds them by the ledger and adopts them, and only what is missing starts over.
 */
package org.holdfast.runtime.jobmaster;
