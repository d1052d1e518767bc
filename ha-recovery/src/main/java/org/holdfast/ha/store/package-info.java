/**
 * What the JobManager keeps on the storage directory, by kind. Layout below its root:
 *
 * <pre>
 * blobs/&lt;sha-256&gt;     a user's jar, named after its content; complete whenever it exists
 * uploads/&lt;uuid&gt;      a jar on its way in; garbage when no JobManager is writing it
 * </pre>
 */
package org.holdfast.ha.store;
