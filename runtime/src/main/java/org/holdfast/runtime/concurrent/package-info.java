/** The one thread a coordinator runs on, seen without the actor that provides it. */
package org.holdfast.runtime.concurrent;
