/**
 * The control plane: the only package that knows Akka (2.6, typed actors, Artery TCP).
 *
 * <p>An actor here is a thin shell. It checks who a message is from and for, and hands it to a
 * plain coordinator on its {@link org.holdfast.runtime.concurrent.MainThread}, which is the mailbox
 * of another actor. Nothing of Akka is seen outside.
 *
 * <p>A {@linkplain org.holdfast.runtime.rpc.ControlLink control link} joins one TaskManager to one
 * JobManager:
 *
 * <pre>
 *   TaskManager                                     JobManager
 *     Register, with a report ───────────────────►    onRegistered
 *        (again, later and later,                        │
 *         until there is an answer)                      ▼
 *     onConnected  ◄──────────────────────────── Accepted | Rejected
 *     Heartbeat, TaskStateChanged ───────────────►
 *     ◄─────── SubmitTask, CancelTask, AcknowledgeEnd, ReadLog, ShutDown
 * </pre>
 *
 * <p>Every message is an {@code Envelope} that carries cluster id, epoch, sender, link and a
 * number. Messages of another cluster, epoch or link change nothing. Akka delivers at most once; a
 * message that is missing shows by its number, or by the count in the next heartbeat, and breaks
 * the link: nothing is lost silently. Each end also learns from DeathWatch, from the other's closed
 * port, or from a quarantine that the link is over. A TaskManager then throws its whole actor
 * system away and builds the next link with a new one; its tasks do not notice. The JobManager
 * takes it back with all it runs, unless its process ended, which the port of its data plane shows,
 * or was silent for too long.
 *
 * <p>A TaskManager follows the leader that a {@link org.holdfast.runtime.leader.LeaderDirectory}
 * names: as soon as that is another one, it gives up its link, tells the JobManager it leaves that
 * a higher epoch has begun, and registers with the next. It believes only JobManagers of the epoch
 * that is published, and never goes back to a lower one. What it registers with is a report of all
 * it runs and of all ends that no JobManager has acknowledged.
 */
package org.holdfast.runtime.rpc;
