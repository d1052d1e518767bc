/** Sources and sinks that need nothing outside the job. */
package org.holdfast.api.connector;
