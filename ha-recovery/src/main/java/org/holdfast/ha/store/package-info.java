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
 * pointer jobs/JOB-ID/graph                     -&gt;  file jobs/graph-JOB-ID-1-EPOCH-UUID
 * pointer jobs/JOB-ID/ledger                    -&gt;  file jobs/ledger-JOB-ID-SEQUENCE-EPOCH-UUID
 * value   jobs/JOB-ID/cancel
 * pointer jobs/JOB-ID/checkpoints/EPOCH-NUMBER  -&gt;  file CHECKPOINT-DIRECTORY/_metadata
 * pointer results/JOB-ID, DIRTY or CLEAN        -&gt;  file RESULT-DIRECTORY/result-JOB-ID-1-EPOCH-UUID
 * </pre>
 *
 * <p>A {@link org.holdfast.ha.storage.DamagedMetadataException} says that something is not what was
 * written, and concerns one job; any other {@link java.io.IOException} of a read says that there
 * was no answer.
 */
package org.holdfast.ha.store;
