package org.holdfast.runtime.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.simulation.world.SimStreams.Element;

/** Reads its splits, a few records at a time, each time of another split. */
final class SimSource implements SimTask.Work {

    private static final int MOST_AT_ONCE = 20;

    private final World world;
    private final SimTask task;
    private final List<SourceSplit> splits = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private int next;
    private boolean ended;

    SimSource(World world, SimTask task) {
        this.world = world;
        this.task = task;
    }

    /** The number in a split's name. */
    static int numberOf(SourceSplit split) {
        return Integer.parseInt(split.id().substring(split.id().indexOf('-') + 1));
    }

    @Override
    public void restore() {
        for (SplitPosition position : task.deployment().splits()) {
            splits.add(position.split());
            offsets.add(position.offset());
        }
    }

    @Override
    public void begin() {
        task.owner().after(50 + world.random().nextInt(700), this::read);
    }

    @Override
    public void goOn() {
        begin();
    }

    private void read() {
        if (!task.isAtWork() || ended) {
            return;
        }
        int split = nextUnread();
        if (split < 0) {
            endInput();
            return;
        }
        long from = offsets.get(split);
        long to =
                Math.min(splits.get(split).size(), from + 1 + world.random().nextInt(MOST_AT_ONCE));
        offsets.set(split, to);
        task.emit(new Element.Records(numberOf(splits.get(split)), from, to));
        begin();
    }

    private int nextUnread() {
        for (int i = 0; i < splits.size(); i++) {
            next = (next + 1) % splits.size();
            if (offsets.get(next) < splits.get(next).size()) {
                return next;
            }
        }
        return -1;
    }

    @Override
    public void endInput() {
        if (!ended) {
            ended = true;
            task.emit(new Element.End());
            task.onInputEnd();
        }
    }

    @Override
    public SimSnapshots.Taken snapshot(long checkpoint) {
        List<SplitPosition> positions = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            positions.add(new SplitPosition(splits.get(i), offsets.get(i)));
        }
        return new SimSnapshots.Taken(positions, Optional.empty(), List.of());
    }

    @Override
    public boolean isSource() {
        return true;
    }
}
