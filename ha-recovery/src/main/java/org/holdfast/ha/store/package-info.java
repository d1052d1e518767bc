/**
 * What the JobManager keeps durably, by kind.
 *
 * <p>A blob is a file; below the storage directory's root:
 *
 * <pre>
 * blobs/&lt;sha-256&gt;     a user's jar, named after its content; complete whenever it exists
 * uploads/&lt;uuid&gt;      a jar on its way in; garbage when no JobManager is writing it
 * </pre>
 *
 * <p>Everything else is an immutable {@link org.holdfast.ha.storage.FramedFile} and a {@link
 * org.holdfast.ha.storage.MetadataPointer} to it in the {@link
 * org.holdfast.ha.leader.CoordinationStore}. To store: write the file, then create the pointer in
 * one fenced transaction. To remove: the pointer first, then the file. A file without a pointer has
 * no effect; a pointer without a file is damage and is reported, never taken for absence.
 *
 * <pre>
 * pointer jobs/JOB-ID/checkpoints/EPOCH-NUMBER  -&gt;  file CHECKPOINT-DIRECTORY/_metadata
 * </pre>
 */
package org.holdfast.ha.store;
