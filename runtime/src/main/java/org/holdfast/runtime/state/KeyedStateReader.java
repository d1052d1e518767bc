package org.holdfast.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads state files for people: everything but keys and values, so no class of the job's. */
public final class KeyedStateReader {

    private KeyedStateReader() {}

    /**
     * What a state file holds.
     *
     * @param operatorName whose state it is
     * @param firstKeyGroup the first key group it holds
     * @param keyGroupCount how many key groups it holds, empty ones, too
     * @param states the operator's named states
     * @param watermark event time that was reached, in milliseconds; {@link Long#MIN_VALUE} for
     *     none
     * @param keyGroups those that are not empty, by number
     */
    public record Summary(
            String operatorName,
            int firstKeyGroup,
            int keyGroupCount,
            List<NamedState> states,
            long watermark,
            List<KeyGroup> keyGroups) {

        public Summary {
            states = List.copyOf(states);
            keyGroups = List.copyOf(keyGroups);
        }
    }

    /**
     * What one key group holds.
     *
     * @param keys how many keys have state
     * @param eventTimers how many timers of event time are set
     * @param processingTimers how many timers of processing time are set
     * @param bytes what all that takes in the file
     */
    public record KeyGroup(
            int number, int keys, int eventTimers, int processingTimers, long bytes) {}

    /**
     * Reads a file and checks it against its digest.
     *
     * @param in read to its end, not closed
     * @param name what to call it in messages
     * @throws IOException if it cannot be read, is no state file, of a newer version, truncated or
     *     damaged
     */
    public static Summary read(InputStream in, String name) throws IOException {
        StateFileInput input = new StateFileInput(in, name);
        StateFileHeader header = input.readHeader();
        List<KeyGroup> keyGroups = new ArrayList<>();
        while (input.hasNextGroup()) {
            StateFileInput.GroupStart start = input.nextGroup();
            keyGroups.add(
                    new KeyGroup(
                            start.number(),
                            start.rows(),
                            start.eventTimers(),
                            start.processingTimers(),
                            start.bytes()));
            input.skip(start);
        }
        input.finish();
        return new Summary(
                header.operatorName(),
                header.range().first(),
                header.range().count(),
                header.states(),
                header.watermark(),
                keyGroups);
    }
}
