/**
 * A TaskManager: a worker process with slots. It registers with the JobManager, runs the tasks it
 * is sent, and reports what becomes of them. They run on while there is no JobManager: what becomes
 * of them is held for the next, for as long as the orphan lease lasts.
 */
package org.holdfast.runtime.taskmanager;
