/**
 * The two kinds of process, put together: this is where coordinators, actors, data plane and REST
 * are wired. Entry points (the ApplicationMaster, the TaskManager's main class, tests) say what
 * differs and get a running process.
 */
package org.holdfast.runtime.process;
