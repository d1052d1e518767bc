package org.holdfast.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the containers that an earlier attempt has left. */
class PreviousContainersTest {

    private static final Duration REGISTRATION_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final TaskManagerId FIRST = new TaskManagerId("container_1_01_1");
    private static final TaskManagerId SECOND = new TaskManagerId("container_1_01_2");

    private final ManualMainThread mainThread = new ManualMainThread();
    private final FakeContainers yarn = new FakeContainers();
    private final List<TaskManagerId> terminated = new ArrayList<>();
    private final YarnResourceProvider provider =
            new YarnResourceProvider(
                    mainThread,
                    yarn,
                    new StartFailureLimit(1, Duration.ofMinutes(1)),
                    REGISTRATION_TIMEOUT,
                    RECOVERY_TIMEOUT,
                    1);

    @BeforeEach
    void listen() {
        yarn.listen(provider);
    }

    @Test
    void asksForNothingBeforeTheResourceManagerHasSaidWhatThereIs() {
        start();
        provider.declareWanted(2);
        assertThat(yarn.requested()).isZero();

        provider.onConnected(Set.of(FIRST));
        provider.onRegistered(FIRST);

        assertThat(yarn.requested()).isEqualTo(1);
    }

    @Test
    void asksForNothingWhenAllComeBack() {
        recover(FIRST, SECOND);
        provider.declareWanted(2);

        provider.onRegistered(SECOND);
        provider.onRegistered(FIRST);
        mainThread.advance(REGISTRATION_TIMEOUT.multipliedBy(2));

        assertThat(yarn.requested()).isZero();
        assertThat(yarn.released()).isEmpty();
        assertThat(yarn.started()).as("their TaskManagers run already").isEmpty();
    }

    @Test
    void asksForNothingWhileSomeAreStillReconnecting() {
        recover(FIRST, SECOND);
        provider.onRegistered(FIRST);

        provider.declareWanted(5);
        mainThread.advance(RECOVERY_TIMEOUT.minus(MOMENT));
        assertThat(yarn.requested()).isZero();

        provider.onRegistered(SECOND);
        assertThat(yarn.requested()).as("two of five are there").isEqualTo(3);
    }

    @Test
    void replacesWhatDoesNotComeBackInTimeAndWithdrawsIfItDoesAfterAll() {
        recover(FIRST, SECOND);
        provider.declareWanted(2);
        provider.onRegistered(FIRST);

        mainThread.advance(RECOVERY_TIMEOUT);
        assertThat(yarn.requested()).isEqualTo(1);
        assertThat(yarn.released()).as("it may still come").isEmpty();

        provider.onRegistered(SECOND);
        assertThat(yarn.requested()).isZero();
    }

    @Test
    void releasesWhatNeverRegistersOnce() {
        recover(FIRST, SECOND);
        provider.declareWanted(1);
        provider.onRegistered(SECOND);

        mainThread.advance(REGISTRATION_TIMEOUT.minus(MOMENT));
        assertThat(yarn.released()).isEmpty();

        mainThread.advance(REGISTRATION_TIMEOUT);
        yarn.complete(FIRST);
        assertThat(yarn.released()).containsExactly(FIRST);
        assertThat(terminated).containsExactly(FIRST);
        assertThat(yarn.requested()).isZero();
    }

    @Test
    void startsToCountTheTimeWhenTheJobManagerLeads() {
        provider.onConnected(Set.of(FIRST));
        provider.declareWanted(1);
        mainThread.advance(REGISTRATION_TIMEOUT.multipliedBy(2));
        assertThat(yarn.released()).as("ZooKeeper may have been away").isEmpty();

        start();
        mainThread.advance(RECOVERY_TIMEOUT.minus(MOMENT));
        assertThat(yarn.requested()).isZero();
        mainThread.advance(REGISTRATION_TIMEOUT);
        assertThat(yarn.released()).containsExactly(FIRST);
    }

    @Test
    void takesLateOnesAndNamesThatComeTwice() {
        recover(FIRST);
        provider.declareWanted(2);
        provider.onRegistered(FIRST);
        assertThat(yarn.requested()).isEqualTo(1);

        provider.onRecovered(Set.of(FIRST, SECOND));
        assertThat(yarn.requested()).as("the late one is the second").isZero();

        provider.onRecovered(Set.of(SECOND));
        provider.onRegistered(SECOND);
        mainThread.advance(REGISTRATION_TIMEOUT.multipliedBy(2));
        assertThat(yarn.released()).isEmpty();
    }

    @Test
    void countsATaskManagerThatRegistersBeforeYarnNamesItsContainer() {
        start();
        provider.onConnected(Set.of());
        provider.onRegistered(FIRST);

        provider.declareWanted(1);
        assertThat(yarn.requested()).isZero();

        provider.onRecovered(Set.of(FIRST));
        mainThread.advance(REGISTRATION_TIMEOUT);
        assertThat(yarn.released()).as("it has registered").isEmpty();
    }

    @Test
    void replacesWhatEndedMeanwhileAndDoesNotTakeItForAFailureToStart() {
        recover(FIRST, SECOND);
        provider.declareWanted(2);

        yarn.complete(FIRST);
        yarn.complete(SECOND);

        assertThat(terminated).containsExactly(FIRST, SECOND);
        assertThat(yarn.requested()).isEqualTo(2);
    }

    @Test
    void releasesWhatComesAfterTheEnd() {
        recover();
        provider.close();

        provider.onRecovered(Set.of(FIRST));

        assertThat(yarn.released()).containsExactly(FIRST);
    }

    private void recover(TaskManagerId... previous) {
        start();
        provider.onConnected(Set.of(previous));
    }

    private void start() {
        provider.start(
                new ResourceProvider.Listener() {
                    @Override
                    public void onTerminated(TaskManagerId id, String reason) {
                        terminated.add(id);
                    }

                    @Override
                    public void onUnavailable(String reason) {
                        throw new AssertionError(reason);
                    }
                });
    }
}
