package org.holdfast.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class YarnResourceProviderTest {

    private static final Duration REGISTRATION_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final ManualMainThread mainThread = new ManualMainThread();
    private final FakeContainers yarn = new FakeContainers();
    private final Heard heard = new Heard();
    private final YarnResourceProvider provider =
            new YarnResourceProvider(
                    mainThread,
                    yarn,
                    new StartFailureLimit(2, PAUSE),
                    REGISTRATION_TIMEOUT,
                    Duration.ofSeconds(10),
                    1);

    @BeforeEach
    void start() {
        yarn.listen(provider);
        provider.start(heard);
        yarn.connect();
    }

    @Test
    void asksForWhatIsMissingOnly() {
        provider.declareWanted(3);
        assertThat(yarn.requested()).isEqualTo(3);

        provider.onRegistered(yarn.grant());
        yarn.grant();
        provider.declareWanted(4);

        assertThat(yarn.requested()).as("one was missing, one more is wanted").isEqualTo(2);
    }

    @Test
    void startsAsManyContainersAsAreAwaitedAndReturnsTheRest() {
        provider.declareWanted(1);

        TaskManagerId first = yarn.grant();
        TaskManagerId excess = yarn.grant();

        assertThat(yarn.started()).containsExactly(first);
        assertThat(yarn.released()).containsExactly(excess);
        assertThat(yarn.requested()).isZero();
    }

    @Test
    void startsAContainerOnceThoughYarnNamesItTwice() {
        provider.declareWanted(2);
        TaskManagerId first = yarn.grant();

        provider.onAllocated(first, "node-1");

        assertThat(yarn.started()).containsExactly(first);
        assertThat(yarn.released()).isEmpty();
    }

    @Test
    void withdrawsRequestsThatAreNotNeededAnyMore() {
        provider.declareWanted(5);
        yarn.grant();

        provider.declareWanted(2);
        assertThat(yarn.requested()).isEqualTo(1);

        provider.declareWanted(0);
        assertThat(yarn.requested()).isZero();
        assertThat(yarn.released()).as("it does not choose which one to stop").isEmpty();
    }

    @Test
    void replacesTaskManagersThatEnd() {
        provider.declareWanted(1);
        TaskManagerId first = yarn.grant();
        provider.onRegistered(first);

        yarn.complete(first);

        assertThat(heard.terminated).containsExactly(first);
        assertThat(yarn.requested()).isEqualTo(1);
    }

    @Test
    void doesNotReplaceWhatItWasToldToRelease() {
        provider.declareWanted(1);
        TaskManagerId first = yarn.grant();
        provider.onRegistered(first);

        provider.declareWanted(0);
        provider.release(first, "idle");
        yarn.complete(first);

        assertThat(yarn.released()).containsExactly(first);
        assertThat(yarn.requested()).isZero();
        assertThat(heard.terminated).isEmpty();
    }

    @Test
    void replacesWhatDoesNotRegisterInTime() {
        provider.declareWanted(2);
        TaskManagerId silent = yarn.grant();
        TaskManagerId fine = yarn.grant();
        provider.onRegistered(fine);

        mainThread.advance(REGISTRATION_TIMEOUT.minusMillis(1));
        assertThat(yarn.released()).isEmpty();

        mainThread.advance(Duration.ofMillis(1));
        assertThat(yarn.released()).containsExactly(silent);
        assertThat(heard.terminated).containsExactly(silent);
        assertThat(yarn.requested()).isEqualTo(1);
    }

    @Test
    void givesBackAContainerInWhichNothingCouldBeStarted() {
        provider.declareWanted(1);
        TaskManagerId first = yarn.grant();

        provider.onStartFailed(first, "no such node");

        assertThat(yarn.released()).containsExactly(first);
        assertThat(heard.terminated).containsExactly(first);
        assertThat(yarn.requested()).isEqualTo(1);
    }

    @Test
    void pausesRequestsWhenTooManyFailToStart() {
        provider.declareWanted(1);
        yarn.complete(yarn.grant());
        yarn.complete(yarn.grant());
        assertThat(yarn.requested()).isEqualTo(1);

        yarn.complete(yarn.grant());
        assertThat(yarn.requested()).as("three failures, two a minute are fine").isZero();

        mainThread.advance(PAUSE);
        assertThat(yarn.requested()).isEqualTo(1);
    }

    @Test
    void lostTaskManagersThatHadRegisteredDoNotPauseRequests() {
        provider.declareWanted(1);
        for (int i = 0; i < 5; i++) {
            TaskManagerId id = yarn.grant();
            provider.onRegistered(id);
            yarn.complete(id);
        }
        assertThat(yarn.requested()).isEqualTo(1);
    }

    @Test
    void saysThatYarnRefusesAndAsksNoMore() {
        provider.declareWanted(1);

        provider.onRefused("4096 MB is more than YARN gives a container");
        provider.declareWanted(2);

        assertThat(heard.unavailable)
                .containsExactly("4096 MB is more than YARN gives a container");
        assertThat(yarn.requested()).as("requests before the refusal").isEqualTo(1);
    }

    @Test
    void asksForNothingOnceClosed() {
        provider.declareWanted(2);
        TaskManagerId running = yarn.grant();

        provider.close();
        assertThat(yarn.requested()).isZero();

        yarn.complete(running);
        TaskManagerId late = yarn.grant();
        assertThat(yarn.requested()).isZero();
        assertThat(yarn.released()).containsExactly(late);
    }

    private static final class Heard implements ResourceProvider.Listener {

        private final List<TaskManagerId> terminated = new ArrayList<>();
        private final List<String> unavailable = new ArrayList<>();

        @Override
        public void onTerminated(TaskManagerId id, String reason) {
            terminated.add(id);
        }

        @Override
        public void onUnavailable(String reason) {
            unavailable.add(reason);
        }
    }
}
