package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.dispatcher.Coordinators;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.process.FencingAlarms;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.slots.ResourceProvider;

/**
 * A JobManager's process: campaigns, and once elected runs the production {@link Coordinators} over
 * the production stores. What {@code JobManagerProcess} does with threads is done with events here.
 */
final class SimJobManager extends SimProcess {

    private static final long RETRY_MILLIS = 500;

    private final int attempt;
    private final JobManagerAddress address;
    private final ResourceProvider resources;
    private Optional<SimSession> session = Optional.empty();
    private CoordinationStore store;
    private Optional<LeaderEpoch> epoch = Optional.empty();
    private Coordinators coordinators;
    private LinksToTaskManagers links;
    private final long born;
    private boolean serving;

    /**
     * @param attempt it campaigns with
     * @param address where it is reached; another process may have been there before
     */
    SimJobManager(World world, String name, int attempt, JobManagerAddress address) {
        super(name, world);
        this.attempt = attempt;
        this.address = address;
        resources = world.cluster().resourcesOf(this);
        born = nowMillis();
    }

    JobManagerAddress address() {
        return address;
    }

    Optional<SimSession> session() {
        return session;
    }

    /** Its epoch's number; 0 if it was not elected. */
    long epoch() {
        return epoch.map(LeaderEpoch::number).orElse(0L);
    }

    /** Whether it waits for its turn to lead. */
    boolean standsBy() {
        return isAwake()
                && epoch.isEmpty()
                && session.filter(open -> !open.isExpired()).isPresent();
    }

    /** Whether it was told that it leads no more, or never can. */
    boolean isFenced() {
        return session.filter(SimSession::isFenced).isPresent();
    }

    /** How long it lives. */
    long age() {
        return nowMillis() - born;
    }

    /** Whether TaskManagers and clients that know its address are served. */
    boolean isServing() {
        return serving && !isDead();
    }

    LinksToTaskManagers links() {
        return links;
    }

    void ifLinked(Consumer<LinksToTaskManagers> action) {
        if (isServing()) {
            action.accept(links);
        }
    }

    DispatcherGateway dispatcher() {
        return coordinators.dispatcher();
    }

    // ---------------------------------------------------------------- its way to leadership

    void start() {
        after(
                200 + world().random().nextInt(800),
                () -> {
                    FaultPoint.hit("S1");
                    io().execute(this::campaign);
                });
    }

    private void campaign() {
        try {
            FaultPoint.hit("S3");
            if (session.isEmpty()) {
                SimSession opened =
                        world().coordination().open(this, () -> die("its session has ended"));
                session = Optional.of(opened);
                store = FencingAlarms.over(opened, reason -> die("it was told: " + reason));
            }
            FaultPoint.hit("S4");
            LeaderCandidate candidate = new LeaderCandidate(attempt, "application " + this);
            epoch = store.campaign(candidate);
            if (epoch.isPresent()) {
                FaultPoint.hit("S4+");
                execute(this::lead);
                return;
            }
        } catch (FencedException e) {
            return; // the alarm has told
        } catch (IOException e) {
            world().trace(() -> this + " campaigns in vain: " + e.getMessage());
        }
        after(RETRY_MILLIS, () -> io().execute(this::campaign));
    }

    private void lead() {
        world().trace(() -> this + " leads epoch " + epoch());
        try {
            SimTerm term = new SimTerm(this, store, epoch.orElseThrow());
            coordinators = term.coordinators(attempt, resources);
        } catch (IOException e) {
            die("no storage: " + e.getMessage());
            return;
        }
        links = new LinksToTaskManagers(world(), this, epoch(), coordinators.taskManagers());
        coordinators.ended().thenAccept(end -> die("the cluster has ended: " + end));
        coordinators.jobsLoaded().thenRun(() -> io().execute(this::publish));
        coordinators.start();
    }

    private void publish() {
        serving = true;
        world().checks().jobs().onLoaded(this);
        try {
            store.publish(
                    new PublishedLeader(epoch.orElseThrow(), address.toString(), "http://" + this));
            coordinators.reached(RecoveryTimeline.Phase.PUBLISHED);
        } catch (IOException e) {
            die("its address could not be published");
        }
    }

    // ---------------------------------------------------------------- its end

    /** The server ends its session. */
    void loseSession(FaultKind fault) {
        session.filter(open -> !open.isExpired())
                .ifPresent(
                        open -> {
                            open.expire();
                            world().faults().seen(fault);
                        });
    }

    /** Ends as when it is told to: nobody has to wait until its session is over. */
    void shutDown() {
        execute(
                () -> {
                    Optional.ofNullable(coordinators).ifPresent(Coordinators::close);
                    after(world().random().nextInt(200), this::end);
                });
    }

    private void end() {
        session.ifPresent(SimSession::expire);
        die("it was told to");
    }

    void onHigherEpoch(long seen) {
        die("a TaskManager follows epoch " + seen);
    }

    @Override
    void onDeath() {
        session.ifPresent(
                open ->
                        world().time()
                                .schedule(
                                        SimSession.TIMEOUT_MILLIS,
                                        world().outside(),
                                        open::expire));
        world().cluster().onEnded(this);
        world().cluster()
                .running()
                .forEach(
                        one ->
                                one.after(
                                        100 + world().random().nextInt(2_500),
                                        () -> one.link().endTo(this, "its process ended")));
    }

    @Override
    void onPause(long millis) {
        world().cluster().onPaused(this);
        if (millis > SimTaskManager.SILENCE_MILLIS) {
            world().time()
                    .schedule(
                            SimTaskManager.SILENCE_MILLIS,
                            world().outside(),
                            () -> world().network().silenceOf(this));
        }
        session.ifPresent(
                open ->
                        world().time()
                                .schedule(
                                        SimSession.TIMEOUT_MILLIS,
                                        world().outside(),
                                        () -> {
                                            if (isPaused()) {
                                                open.expire();
                                            }
                                        }));
    }
}
