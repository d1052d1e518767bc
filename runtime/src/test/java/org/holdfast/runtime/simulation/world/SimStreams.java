package org.holdfast.runtime.simulation.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * The data plane: what a source puts out reaches each of its consumers in order, some time later. A
 * consumer whose producer is gone fails, some time later.
 */
final class SimStreams {

    private final World world;
    private final Map<ExecutionAttemptId, List<Channel>> byProducer = new HashMap<>();
    private final Map<ExecutionAttemptId, SimTask> producers = new HashMap<>();

    /** What a source puts out. */
    sealed interface Element {

        /** Records of one split. */
        record Records(int split, long from, long to) implements Element {}

        /** A barrier. */
        record Barrier(CheckpointBarrier barrier) implements Element {}

        /** There is nothing more. */
        record End() implements Element {}
    }

    /** From one producer to one consumer. */
    final class Channel {
        private final ExecutionAttemptId producer;
        private final SimTask consumer;
        private final SimCounter reader;
        private final int index;
        private long lastDue;

        private Channel(
                ExecutionAttemptId producer, SimTask consumer, SimCounter reader, int index) {
            this.producer = producer;
            this.consumer = consumer;
            this.reader = reader;
            this.index = index;
        }

        private void send(Element element) {
            long due = Math.max(lastDue, world.time().now() + 1 + world.random().nextInt(20));
            lastDue = due;
            consumer.owner()
                    .after(
                            due - world.time().now(),
                            () -> {
                                if (consumer.isLive()) {
                                    reader.take(index, element);
                                }
                            });
        }

        private void sendLoss() {
            consumer.owner()
                    .after(
                            1 + world.random().nextInt(500),
                            () -> consumer.fail("the connection to " + producer + " is lost"));
        }
    }

    SimStreams(World world) {
        this.world = world;
    }

    /**
     * A consumer is going to read what a producer puts out; all of it, if it starts soon enough.
     */
    void connect(ExecutionAttemptId producer, SimTask consumer, SimCounter reader, int index) {
        Channel channel = new Channel(producer, consumer, reader, index);
        byProducer.computeIfAbsent(producer, unused -> new ArrayList<>()).add(channel);
        SimTask source = producers.get(producer);
        if (source == null) {
            consumer.owner().after(20_000, () -> requireProducer(channel));
        } else if (source.isLive()) {
            source.backlog().forEach(channel::send);
        } else {
            channel.sendLoss();
        }
    }

    private void requireProducer(Channel channel) {
        if (!producers.containsKey(channel.producer) && channel.consumer.isLive()) {
            channel.consumer.fail("there is no " + channel.producer + " to read from");
        }
    }

    void onStarted(SimTask producer) {
        producers.put(producer.attempt(), producer);
    }

    /** Puts something out. */
    void emit(SimTask producer, Element element) {
        byProducer
                .getOrDefault(producer.attempt(), List.of())
                .forEach(channel -> channel.send(element));
    }

    /**
     * A task has ended, or its process has; what it had put out by then is gone unless it ended
     * well.
     */
    void onGone(SimTask producer, boolean well) {
        if (!well) {
            byProducer.getOrDefault(producer.attempt(), List.of()).forEach(Channel::sendLoss);
        }
    }
}
