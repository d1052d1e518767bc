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
 *     Register ──────────────────────────────────►    onRegistered
 *        (again, later and later,                        │
 *         until there is an answer)                      ▼
 *     onConnected  ◄──────────────────────────── Accepted | Rejected
 *     Heartbeat, TaskStateChanged ───────────────►
 *     ◄─────── SubmitTask, CancelTask, ReadLog, ShutDown
 * </pre>
 *
 * <p>Every message is an {@code Envelope} that carries cluster id, epoch, sender, link and a
 * number. Messages of another cluster, epoch or link change nothing. Akka delivers at most once; a
 * message that is missing shows by its number, or by the count in the next heartbeat, and breaks
 * the link: nothing is lost silently. Each end also learns from DeathWatch, from the other's closed
 * port, or from a quarantine that the link is over. A TaskManager then throws its whole actor
 * system away and builds the next link with a new one; its tasks do not notice.
 */
package org.holdfast.runtime.rpc;
