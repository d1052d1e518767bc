package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.simulation.world.SimStreams.Element;

/**
 * Counts the records of all sources, keeps the count as state, and puts each record with its count
 * into a two-phase sink. Aligns barriers: a channel whose barrier has come is not read before that
 * of every other has.
 */
final class SimCounter implements SimTask.Work {

    private final World world;
    private final SimTask task;
    private final List<Channel> channels = new ArrayList<>();
    private final List<SimOutput.Piece> output = new ArrayList<>();
    private Optional<CheckpointBarrier> aligning = Optional.empty();
    private long counted;

    private static final class Channel {
        private final Deque<Element> waiting = new ArrayDeque<>();
        private boolean blocked;
        private boolean ended;
    }

    SimCounter(World world, SimTask task) {
        this.world = world;
        this.task = task;
    }

    @Override
    public void restore() throws IOException {
        for (StateHandle handle : task.deployment().restore().keyed()) {
            counted += SimSnapshots.readState(world, handle);
        }
        for (String name :
                task.deployment().restore().staged().getOrDefault(SimSnapshots.SINK, List.of())) {
            world.output().commit(name, task.owner());
        }
    }

    @Override
    public void begin() {
        List<ChannelSource> inputs = task.deployment().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            channels.add(new Channel());
        }
        for (int i = 0; i < inputs.size(); i++) {
            world.streams().connect(inputs.get(i).partition().producer(), task, this, i);
        }
    }

    /** Takes what has come through a channel. */
    void take(int index, Element element) {
        Channel channel = channels.get(index);
        channel.waiting.add(element);
        drain();
    }

    private void drain() {
        boolean any = true;
        while (any && task.isLive()) {
            any = false;
            for (Channel channel : channels) {
                if (!channel.blocked && !channel.waiting.isEmpty()) {
                    process(channel, channel.waiting.remove());
                    any = true;
                }
            }
        }
    }

    private void process(Channel channel, Element element) {
        if (element instanceof Element.Records records) {
            output.add(new SimOutput.Piece(records.split(), records.from(), records.to(), counted));
            counted += records.to() - records.from();
        } else if (element instanceof Element.Barrier barrier) {
            onBarrier(channel, barrier.barrier());
        } else {
            channel.ended = true;
            alignIfComplete();
            if (channels.stream().allMatch(one -> one.ended)) {
                task.onInputEnd();
            }
        }
    }

    private void onBarrier(Channel channel, CheckpointBarrier barrier) {
        if (aligning.isPresent() && aligning.get().checkpoint() > barrier.checkpoint()) {
            return; // of one that was given up
        }
        if (aligning.isPresent() && aligning.get().checkpoint() < barrier.checkpoint()) {
            task.decline(aligning.get().checkpoint(), "another one began", false);
            channels.forEach(one -> one.blocked = false);
        }
        aligning = Optional.of(barrier);
        channel.blocked = true;
        alignIfComplete();
    }

    private void alignIfComplete() {
        if (aligning.isPresent() && channels.stream().allMatch(one -> one.blocked || one.ended)) {
            CheckpointBarrier barrier = aligning.get();
            aligning = Optional.empty();
            channels.forEach(one -> one.blocked = false);
            task.take(barrier);
        }
    }

    @Override
    public SimSnapshots.Taken snapshot(long checkpoint) {
        SimSnapshots.Taken taken =
                new SimSnapshots.Taken(List.of(), Optional.of(counted), List.copyOf(output));
        output.clear();
        return taken;
    }

    @Override
    public boolean isSource() {
        return false;
    }

    @Override
    public void endInput() {}

    @Override
    public void goOn() {
        drain();
    }
}
