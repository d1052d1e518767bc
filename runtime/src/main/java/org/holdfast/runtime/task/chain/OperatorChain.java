package org.holdfast.runtime.task.chain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.api.Output;
import org.holdfast.api.SinkCommitter;
import org.holdfast.runtime.state.SnapshotException;

/** A task's operators. The task's thread only. */
public final class OperatorChain implements AutoCloseable {

    private final List<ChainLink> links;
    private final List<SinkLink> sinks;
    private final ChainFailure failure;

    /** Whether the functions were told of the end of their input before this attempt. */
    private final boolean inputEndedBefore;

    /** How many links were opened, counted from the end. */
    private int opened;

    /** How many links have nothing left to do after the last record, counted from the head. */
    private int ended;

    private boolean endAnnounced;

    /**
     * Puts links together.
     *
     * @param links in topological order: every link before those it hands records to
     * @param inputEndedBefore whether {@link #endInput} was completed by an earlier attempt, and is
     *     not to be done again
     */
    OperatorChain(List<ChainLink> links, boolean inputEndedBefore, ChainFailure failure) {
        this.links = List.copyOf(links);
        this.sinks =
                links.stream()
                        .filter(SinkLink.class::isInstance)
                        .map(SinkLink.class::cast)
                        .toList();
        this.inputEndedBefore = inputEndedBefore;
        this.failure = failure;
    }

    /** Where the records of the task's input go in; for a source, the {@link SourceLink}. */
    public Output<Object> head() {
        return links.get(0);
    }

    /** Opens the operators, the last first: each finds open what it puts records into. */
    public void open() {
        while (opened < links.size()) {
            opened++;
            ChainLink link = links.get(links.size() - opened);
            try {
                link.open();
            } catch (Throwable t) {
                throw link.failed(t);
            }
        }
    }

    /**
     * Throws the first failure of an operator. To be called after each batch: a function may have
     * caught it on its way.
     */
    public void checkFailure() {
        failure.check();
    }

    /**
     * Tells the operators how far event time has come.
     *
     * @param time in milliseconds since 1970: no record of this or an earlier time follows, but for
     *     late ones
     */
    public void watermark(long time) {
        links.get(0).advance(time);
    }

    /**
     * Fires a bounded number of timers that are due in processing time.
     *
     * @param nowMillis wall clock, since 1970
     * @return whether those were all
     */
    public boolean fireTimers(long nowMillis) {
        boolean all = true;
        for (ChainLink link : links) {
            try {
                all &= link.fireTimers(nowMillis);
            } catch (Throwable t) {
                throw link.failed(t);
            }
        }
        return all;
    }

    /**
     * When {@link #fireTimers} has something to do, by the wall clock in milliseconds since 1970;
     * {@link Long#MAX_VALUE} if nothing is planned. Every batch of records may change it.
     */
    public long nextTimer() {
        long next = Long.MAX_VALUE;
        for (ChainLink link : links) {
            next = Math.min(next, link.nextTimer());
        }
        return next;
    }

    /**
     * Takes the operators' part in a checkpoint, the head's first. What takes long is left to what
     * is returned.
     *
     * @param checkpoint its number; 0 after the last record of a job that takes no checkpoints
     * @throws SnapshotException if an operator cannot take part now; nothing has failed
     */
    public ChainSnapshot snapshot(long checkpoint) {
        SnapshotParts parts = new SnapshotParts();
        for (ChainLink link : links) {
            try {
                link.snapshot(checkpoint, parts);
            } catch (SnapshotException e) {
                throw e; // not now; the operator can go on
            } catch (Throwable t) {
                throw link.failed(t);
            }
        }
        return parts.toSnapshot();
    }

    /**
     * The committers of the sinks in the chain, by operator; once it is open. {@link #close} closes
     * them.
     */
    public Map<String, SinkCommitter> committers() {
        Map<String, SinkCommitter> committers = new HashMap<>();
        sinks.forEach(sink -> committers.put(sink.operatorName(), sink.committer()));
        return committers;
    }

    /** Whether a sink is in the chain. */
    public boolean hasSink() {
        return !sinks.isEmpty();
    }

    /** How many records all its sinks were given. */
    public long recordsWritten() {
        long written = 0;
        for (SinkLink sink : sinks) {
            written += sink.written();
        }
        return written;
    }

    /** How many records wait in the sink that has most of them for a checkpoint to take them. */
    public long recordsStaged() {
        long most = 0;
        for (SinkLink sink : sinks) {
            most = Math.max(most, sink.staged());
        }
        return most;
    }

    /**
     * Does a bounded part of what is left to do after the last record, operator by operator: event
     * time comes to its end, then functions hear of the end. Sinks are not committed.
     *
     * @return whether that was all
     */
    public boolean endInput() {
        if (!endAnnounced) {
            endAnnounced = true;
            watermark(Long.MAX_VALUE);
        }
        if (inputEndedBefore || ended == links.size()) {
            return true;
        }
        ChainLink link = links.get(ended);
        try {
            if (link.endInput()) {
                ended++;
            }
        } catch (Throwable t) {
            throw link.failed(t);
        }
        return ended == links.size();
    }

    /**
     * Closes the operators that were opened, the head first. The second call does nothing.
     *
     * @throws OperatorException what the first that failed threw, with later failures suppressed
     */
    @Override
    public void close() {
        OperatorException first = null;
        while (opened > 0) {
            ChainLink link = links.get(links.size() - opened);
            opened--;
            try {
                link.close();
            } catch (Throwable t) {
                OperatorException exception = link.failed(t);
                if (first == null) {
                    first = exception;
                } else {
                    first.addSuppressed(exception);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
