package org.holdfast.ha.store;

import java.util.List;

/**
 * What a collection of orphans has done.
 *
 * @param removed the files, fully qualified
 * @param kept files that could not be judged or removed, each with the reason
 */
public record OrphanReport(List<String> removed, List<String> kept) {

    public OrphanReport {
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }
}
