/**
 * The Dispatcher accepts jobs, starts a JobMaster for each, answers for them all, and keeps the
 * results of those that ended.
 */
package org.holdfast.runtime.dispatcher;
