package org.holdfast.client.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.AttemptStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeployedCluster;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.config.Configuration;

/** YARN as a test wants it. */
final class FakeYarn implements ClusterDeployer {

    private final Deque<Optional<ApplicationStatus>> answers = new ArrayDeque<>();
    private final Map<String, ApplicationStatus> applications = new TreeMap<>();
    private final Deque<AttemptStatus> attempts = new ArrayDeque<>();
    private final List<AttemptStatus> failed = new ArrayList<>();
    private final TreeSet<String> staged = new TreeSet<>();
    private int ended;

    /** Says so of any application, in turn, the last for ever; null stands for no answer. */
    void answers(ApplicationStatus... inTurn) {
        for (ApplicationStatus status : inTurn) {
            answers.add(Optional.ofNullable(status));
        }
    }

    /** Knows an application. */
    void knows(String applicationId, String state, ApplicationStatus.Phase phase) {
        applications.put(
                applicationId,
                new ApplicationStatus(applicationId, state, phase, "", Optional.empty()));
    }

    /** Says so of the latest attempt, in turn, the last for ever. */
    void latestAttempts(AttemptStatus... inTurn) {
        attempts.addAll(List.of(inTurn));
    }

    /** So many attempts have ended of late. */
    void attemptsEnded(int number) {
        ended = number;
    }

    void stages(String applicationId) {
        staged.add(applicationId);
    }

    /** The attempts that were failed. */
    List<AttemptStatus> failed() {
        return failed;
    }

    @Override
    public ApplicationStatus status(String applicationId) throws DeploymentException {
        if (applications.containsKey(applicationId)) {
            return applications.get(applicationId);
        }
        if (answers.isEmpty()) {
            throw new DeploymentException(
                    DeploymentException.Kind.NOT_FOUND, "No application " + applicationId);
        }
        Optional<ApplicationStatus> answer =
                answers.size() > 1 ? answers.remove() : answers.element();
        return answer.orElseThrow(
                () -> new DeploymentException(DeploymentException.Kind.UNREACHABLE, "No answer."));
    }

    @Override
    public AttemptStatus latestAttempt(String applicationId) {
        return attempts.size() > 1 ? attempts.remove() : attempts.element();
    }

    @Override
    public int endedAttempts(String applicationId, Duration window) {
        return ended;
    }

    @Override
    public void failAttempt(AttemptStatus attempt) {
        failed.add(attempt);
    }

    @Override
    public List<String> stagedApplications() {
        return List.copyOf(staged);
    }

    @Override
    public void deleteStaged(String applicationId) {
        staged.remove(applicationId);
    }

    @Override
    public DeployedCluster deploySession(Configuration configuration, Consumer<String> progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApplicationStatus deployJob(
            Configuration configuration, OwnJob job, Consumer<String> progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void kill(String applicationId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> describeResources() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
