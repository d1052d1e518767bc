/**
 * Who leads, and the few small values that say what is valid. A {@link
 * org.holdfast.ha.leader.CoordinationStore} is the one part of high availability that a backend
 * provides; everything durable is a file, made valid by a value in here. {@link
 * org.holdfast.ha.leader.CoordinationReader} is what TaskManagers and clients see of it. Layout
 * below the cluster's root:
 *
 * <pre>
 * epoch                           number, attempt id and owner of the current epoch; its version is
 *                                 the fence every other change is checked against
 * attempts                        the latest attempts that have led, and which achieved something
 * leader                          what the leader publishes; goes with its session
 * jobs/JOB-ID/graph               pointer to what to run
 * jobs/JOB-ID/ledger              pointer to which execution attempts count
 * jobs/JOB-ID/cancel              that it is to be cancelled
 * jobs/JOB-ID/checkpoints/ID      pointer to a committed checkpoint
 * results/JOB-ID                  pointer to how it ended, DIRTY until nothing is left of it
 * </pre>
 */
package org.holdfast.ha.leader;
