package org.holdfast.ha.zookeeper;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.holdfast.ha.leader.AttemptHistory;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderAttempt;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.zookeeper.NodeReader.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions with a ZooKeeper ensemble. Opening one changes nothing there; the cluster's node is
 * created by the first campaign.
 *
 * <p>Once the session a leadership was won in has expired, every change in its name is refused with
 * a {@link FencedException}, here and by the servers, although reads go on in the next session.
 * {@link #campaign} may be called again then.
 */
public final class ZooKeeperCoordinationStore implements CoordinationStore {

    private static final Logger log = LoggerFactory.getLogger(ZooKeeperCoordinationStore.class);

    private final ZooKeeperConnection connection;
    private final ClusterLayout layout;
    private final NodeReader nodes;
    private final Election election;
    private final FencedChanges changes;
    private final FencedRemoval removal;
    private final ScheduledExecutorService watchThread;
    private volatile Optional<Leadership> leadership = Optional.empty();

    /** The epoch whose progress has been noted. Guarded by this. */
    private Optional<LeaderEpoch> progressed = Optional.empty();

    /**
     * Connects.
     *
     * @param listener hears of the session, which it may use to pause work early; need not act
     * @param clock tells when attempts started
     * @throws IOException if ZooKeeper does not answer within the connection timeout
     */
    public ZooKeeperCoordinationStore(
            ZooKeeperSettings settings, SessionListener listener, Clock clock) throws IOException {
        requireNonNull(clock, "clock");
        layout = new ClusterLayout(settings.clusterPath());
        connection = new ZooKeeperConnection(settings, listener);
        nodes = new NodeReader(connection);
        election = new Election(connection, layout, clock);
        changes = new FencedChanges(nodes, layout, settings.access().acl());
        removal = new FencedRemoval(nodes, layout);
        watchThread =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            Thread thread = new Thread(work, "holdfast-leader-watch");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Connects, to read and to follow the leader only. As the constructor does. */
    public static CoordinationReader openReadOnly(
            ZooKeeperSettings settings, SessionListener listener) throws IOException {
        return new ZooKeeperCoordinationStore(settings, listener, Clock.systemUTC());
    }

    /**
     * The ids of all clusters below the root, sorted. Connects, and ends that session.
     *
     * @throws IOException if ZooKeeper does not answer
     */
    public static List<String> clusters(ZooKeeperSettings settings) throws IOException {
        try (ZooKeeperConnection connection =
                new ZooKeeperConnection(settings, SessionListener.none())) {
            return new NodeReader(connection)
                    .children(settings.root()).stream()
                            .filter(ZooKeeperSettings::isClusterId)
                            .sorted()
                            .toList();
        }
    }

    @Override
    public synchronized Optional<LeaderEpoch> campaign(LeaderCandidate candidate)
            throws IOException {
        Optional<Leadership> won = election.campaign(requireNonNull(candidate, "candidate"));
        won.ifPresent(
                held -> {
                    leadership = won;
                    log.info(
                            "Elected: {} leads {} in {}",
                            candidate,
                            layout.cluster(),
                            held.epoch());
                });
        return won.map(Leadership::epoch);
    }

    /** What a change in the name of an epoch is checked against. */
    private Leadership held(LeaderEpoch epoch) throws IOException {
        connection.session();
        return leadership
                .filter(held -> held.epoch().equals(epoch))
                .orElseThrow(
                        () ->
                                new FencedException(
                                        "Refused a change of %s: this session was not elected in it, or has been elected again. This JobManager will end."
                                                .formatted(epoch)));
    }

    @Override
    public void publish(PublishedLeader leader) throws IOException {
        doubtingLostAnswers(() -> changes.publish(held(leader.epoch()), leader));
    }

    @Override
    public void commit(LeaderEpoch epoch, Transaction transaction) throws IOException {
        doubtingLostAnswers(() -> changes.commit(held(epoch), transaction));
    }

    @Override
    public synchronized void markProgress(LeaderEpoch epoch) throws IOException {
        Leadership held = held(epoch);
        if (!progressed.equals(Optional.of(epoch))) {
            String history = held.attempts().withProgress(epoch).encode();
            doubtingLostAnswers(() -> changes.writeAttempts(held, history));
            progressed = Optional.of(epoch);
        }
    }

    @Override
    public void deleteBelow(LeaderEpoch epoch, CoordinationPath path) throws IOException {
        doubtingLostAnswers(() -> removal.deleteTree(held(epoch), layout.value(path)));
    }

    @Override
    public synchronized void deleteAll(LeaderEpoch epoch) throws IOException {
        doubtingLostAnswers(() -> removal.deleteCluster(held(epoch)));
        leadership = Optional.empty();
        election.onDeleted();
        log.info("Deleted {}", layout.cluster());
    }

    /** After a lost answer, what is read next has to show what became of the change. */
    private void doubtingLostAnswers(Mutation mutation) throws IOException {
        try {
            mutation.run();
        } catch (UnknownOutcomeException e) {
            connection.doubt();
            throw e;
        }
    }

    private interface Mutation {
        void run() throws IOException;
    }

    @Override
    public Optional<ElectedLeader> currentEpoch() throws IOException {
        Optional<Node> node = nodes.node(layout.epoch());
        return node.isPresent()
                ? Optional.of(NodeText.elected(layout.epoch(), node.get().data()))
                : Optional.empty();
    }

    @Override
    public List<LeaderAttempt> attempts() throws IOException {
        Optional<Node> node = nodes.node(layout.attempts());
        AttemptHistory history =
                node.isPresent()
                        ? NodeText.attempts(layout.attempts(), node.get().data())
                        : new AttemptHistory();
        return history.attempts();
    }

    @Override
    public Optional<PublishedLeader> leader() throws IOException {
        Optional<Node> node = nodes.node(layout.leader());
        return node.isPresent()
                ? NodeText.published(layout.leader(), node.get().data())
                : Optional.empty();
    }

    @Override
    public Watch watchLeader(Consumer<Optional<PublishedLeader>> listener) throws IOException {
        requireNonNull(listener, "listener");
        connection.session();
        return new LeaderWatch(connection, layout.leader(), listener, watchThread);
    }

    @Override
    public Optional<String> read(CoordinationPath path) throws IOException {
        String absolute = layout.value(path);
        Optional<Node> node = nodes.node(absolute);
        // a node without data is a parent
        return node.isPresent() && node.get().data() != null
                ? Optional.of(NodeText.text(absolute, node.get().data()))
                : Optional.empty();
    }

    @Override
    public List<String> children(CoordinationPath path) throws IOException {
        return names(layout.value(path)).stream()
                .filter(name -> isSegment(path.text() + "/" + name))
                .toList();
    }

    @Override
    public List<String> topNames() throws IOException {
        return names(layout.cluster()).stream()
                .filter(name -> !ClusterLayout.isReserved(name) && isSegment(name))
                .toList();
    }

    private List<String> names(String path) throws IOException {
        return nodes.children(path).stream().sorted().toList();
    }

    private boolean isSegment(String path) {
        try {
            new CoordinationPath(path);
            return true;
        } catch (IllegalArgumentException e) {
            log.warn("Passing over what others put below {}: {}", layout.cluster(), e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        watchThread.shutdownNow();
        connection.close();
    }
}
