package org.holdfast.ha.leader;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What all sessions of an in-memory store share. Thread-safe. */
final class InMemoryTree {

    private final TreeMap<String, String> values = new TreeMap<>();
    private final List<Consumer<Optional<PublishedLeader>>> watchers = new CopyOnWriteArrayList<>();

    private final Clock clock;

    private final LeaderEpoch first;
    private Optional<Term> term = Optional.empty();
    private AttemptHistory history = new AttemptHistory();
    private Optional<PublishedLeader> published = Optional.empty();

    InMemoryTree(Clock clock, LeaderEpoch first) {
        this.clock = clock;
        this.first = first;
    }

    /**
     * The current epoch.
     *
     * @param session of its leader; empty once it has ended
     */
    private record Term(
            LeaderEpoch epoch, LeaderCandidate candidate, Optional<CoordinationStore> session) {}

    Optional<LeaderEpoch> campaign(CoordinationStore session, LeaderCandidate candidate)
            throws FencedException {
        LeaderEpoch next;
        synchronized (this) {
            if (term.isPresent()) {
                LeaderCandidate last = term.get().candidate();
                if (last.attemptId() > candidate.attemptId()) {
                    throw new FencedException(
                            "Attempt %d cannot lead: attempt %d (%s) has led in %s. This JobManager will end."
                                    .formatted(
                                            candidate.attemptId(),
                                            last.attemptId(),
                                            last.owner(),
                                            term.get().epoch()));
                }
                boolean lives = term.get().session().filter(held -> held != session).isPresent();
                if (lives && last.attemptId() == candidate.attemptId()) {
                    return Optional.empty();
                }
            }
            next = term.map(last -> new LeaderEpoch(last.epoch().number() + 1)).orElse(first);
            term = Optional.of(new Term(next, candidate, Optional.of(session)));
            history = history.withElection(candidate.attemptId(), next, clock.millis());
            published = Optional.empty();
        }
        tellWatchers();
        return Optional.of(next);
    }

    void publish(PublishedLeader leader) throws FencedException {
        synchronized (this) {
            requireCurrent(leader.epoch());
            published = Optional.of(leader);
        }
        tellWatchers();
    }

    synchronized Optional<ElectedLeader> currentEpoch() {
        return term.map(last -> new ElectedLeader(last.epoch(), last.candidate()));
    }

    synchronized List<LeaderAttempt> attempts() {
        return history.attempts();
    }

    synchronized void markProgress(LeaderEpoch epoch) throws FencedException {
        requireCurrent(epoch);
        history = history.withProgress(epoch);
    }

    synchronized Optional<PublishedLeader> leader() {
        return published;
    }

    CoordinationStore.Watch watch(Consumer<Optional<PublishedLeader>> listener) {
        // not the listener itself, which may be watching twice
        Consumer<Optional<PublishedLeader>> watcher = listener::accept;
        watchers.add(watcher);
        watcher.accept(leader());
        return () -> watchers.remove(watcher);
    }

    private void tellWatchers() {
        Optional<PublishedLeader> now = leader();
        watchers.forEach(watcher -> watcher.accept(now));
    }

    synchronized Optional<String> read(CoordinationPath path) {
        return Optional.ofNullable(values.get(path.text()));
    }

    synchronized List<String> children(CoordinationPath path) {
        String prefix = path.text() + "/";
        return firstSegments(
                values.keySet().stream()
                        .filter(below -> below.startsWith(prefix))
                        .map(below -> below.substring(prefix.length())));
    }

    synchronized List<String> topNames() {
        return firstSegments(values.keySet().stream());
    }

    private static List<String> firstSegments(Stream<String> paths) {
        return paths.map(path -> path.split("/", 2)[0]).distinct().sorted().toList();
    }

    synchronized void commit(LeaderEpoch epoch, Transaction transaction)
            throws FencedException, ConflictException {
        requireCurrent(epoch);
        Map<String, String> changed = new TreeMap<>(values);
        for (Change change : transaction.changes()) {
            apply(change, changed);
        }
        values.clear();
        values.putAll(changed);
    }

    private static void apply(Change change, Map<String, String> values) throws ConflictException {
        String path = change.path().text();
        boolean create = change instanceof Change.Create;
        if (values.containsKey(path) == create) {
            throw new ConflictException(
                    "%s %s. Nothing was changed."
                            .formatted(path, create ? "exists already" : "does not exist"));
        }
        if (change instanceof Change.Create created) {
            values.put(path, created.value());
        } else if (change instanceof Change.Replace replaced) {
            values.put(path, replaced.value());
        } else {
            values.remove(path);
        }
    }

    synchronized void deleteBelow(LeaderEpoch epoch, CoordinationPath path) throws FencedException {
        requireCurrent(epoch);
        values.keySet()
                .removeIf(
                        known -> known.equals(path.text()) || known.startsWith(path.text() + "/"));
    }

    void deleteAll(LeaderEpoch epoch) throws FencedException {
        synchronized (this) {
            requireCurrent(epoch);
            values.clear();
            history = new AttemptHistory();
            term = Optional.empty();
            published = Optional.empty();
        }
        tellWatchers();
    }

    private void requireCurrent(LeaderEpoch epoch) throws FencedException {
        Optional<LeaderEpoch> current = term.map(Term::epoch);
        if (!current.equals(Optional.of(epoch))) {
            throw new FencedException(
                    "Refused a change of %s: %s. This JobManager will end."
                            .formatted(
                                    epoch,
                                    current.map(now -> now + " has begun since")
                                            .orElse("nobody has been elected")));
        }
    }

    void onClosed(CoordinationStore session) {
        synchronized (this) {
            Optional<Term> led = term.filter(held -> held.session().equals(Optional.of(session)));
            if (led.isEmpty()) {
                return;
            }
            term = led.map(ended -> new Term(ended.epoch(), ended.candidate(), Optional.empty()));
            published = Optional.empty();
        }
        tellWatchers();
    }
}
