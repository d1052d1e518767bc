package org.holdfast.runtime.task.chain;

import java.util.List;
import org.holdfast.api.Output;

/** A task's operators. The task's thread only. */
public final class OperatorChain implements AutoCloseable {

    private final List<ChainLink> links;
    private final ChainFailure failure;

    /** How many links were opened, counted from the end. */
    private int opened;

    /** How many links have nothing left to do after the last record, counted from the head. */
    private int ended;

    /**
     * Puts links together.
     *
     * @param links in topological order: every link before those it hands records to
     */
    OperatorChain(List<ChainLink> links, ChainFailure failure) {
        this.links = List.copyOf(links);
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
     * Does a bounded part of what is left to do after the last record, operator by operator.
     *
     * @return whether that was all
     */
    public boolean endInput() {
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
