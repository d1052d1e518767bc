/**
 * The JobManager's REST interface as a client uses it. {@code HttpURLConnection} carries it,
 * because that answers in a fresh JVM eight times sooner than {@code java.net.http} (43 against 370
 * ms), and commands are fresh JVMs.
 */
package org.holdfast.runtime.rest.client;
