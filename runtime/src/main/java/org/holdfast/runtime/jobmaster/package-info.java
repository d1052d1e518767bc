/**
 * One job at work. A {@link org.holdfast.runtime.jobmaster.JobMaster} holds the job's execution
 * graph, asks for slots, deploys an execution attempt of every subtask, follows their states, and
 * restarts or ends the job when one of them fails.
 *
 * <p>Slot i runs subtask i of every vertex. In this version the whole job is what fails over.
 */
package org.holdfast.runtime.jobmaster;
