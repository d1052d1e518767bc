/**
 * The Dispatcher accepts jobs, starts a JobMaster for each, answers for them all, and keeps the
 * results of those that ended. {@link org.holdfast.runtime.dispatcher.Coordinators} puts it
 * together with the SlotManager; all of them run on one main thread.
 */
package org.holdfast.runtime.dispatcher;
