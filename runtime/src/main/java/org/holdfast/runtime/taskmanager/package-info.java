/**
 * A TaskManager: a worker process with slots. It registers with the JobManager, runs the tasks it
 * is sent, and reports what becomes of them.
 */
package org.holdfast.runtime.taskmanager;
