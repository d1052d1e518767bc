/**
 * The one thread a coordinator runs on, seen without the actor that provides it, and why what it
 * waited for has failed.
 */
package org.holdfast.runtime.concurrent;
