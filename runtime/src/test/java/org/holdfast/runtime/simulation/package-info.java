/**
 * A cluster without processes: the real coordinators on a main thread with a virtual clock, and
 * TaskManagers and a ResourceProvider that behave like real ones but run nothing.
 */
package org.holdfast.runtime.simulation;
