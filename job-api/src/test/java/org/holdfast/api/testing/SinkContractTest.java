package org.holdfast.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.holdfast.api.Sink;
import org.holdfast.api.testing.TableSink.Flaw;
import org.holdfast.api.testing.TableSink.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SinkContractTest {

    @Test
    void acceptsASinkWithoutFlaw() {
        contract(Flaw.NONE).scenarios(5_000).check();
    }

    @ParameterizedTest
    @EnumSource(value = Flaw.class, names = "NONE", mode = Mode.EXCLUDE)
    void catchesEveryFlaw(Flaw flaw) {
        assertThatThrownBy(() -> contract(flaw).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The sink breaks its contract: ");
    }

    @Test
    void tellsWhatIsWrongAndHowItCameAbout() {
        assertThatThrownBy(() -> contract(Flaw.SHOWS_WHAT_IS_WRITTEN).check())
                .hasMessageContaining("is seen, but no committed checkpoint holds it")
                .hasMessageContaining("Steps of the scenario with seed 0:")
                .hasMessageContaining("subtask 0 of 3, attempt 0 of job");
        assertThatThrownBy(() -> contract(Flaw.LOSES_THE_LAST_RECORD).check())
                .hasMessageContaining("are not seen, though their checkpoint is committed");
        assertThatThrownBy(() -> contract(Flaw.ADDS_ROWS_WITH_EVERY_COMMIT).check())
                .hasMessageContaining("is seen twice");
        assertThatThrownBy(() -> contract(Flaw.FAILS_IF_COMMITTED_BEFORE).check())
                .hasMessageContaining("was committed before");
    }

    @Test
    void repeatsAScenarioStepByStep() {
        Throwable first = catchThrowable(() -> contract(Flaw.SHOWS_WHAT_IS_STAGED).check(7));
        Throwable second = catchThrowable(() -> contract(Flaw.SHOWS_WHAT_IS_STAGED).check(7));

        assertThat(first).isNotNull().hasMessage(second.getMessage());
    }

    @Test
    void needsAScenario() {
        assertThatThrownBy(() -> contract(Flaw.NONE).scenarios(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scenarios: 0 (expected: >= 1)");
    }

    private static SinkContract<Integer> contract(Flaw flaw) {
        return SinkContract.of(() -> new Fixture(flaw));
    }

    private static final class Fixture implements SinkFixture<Integer> {

        private final Table table = new Table();
        private final InMemoryFiles files = new InMemoryFiles();
        private final Flaw flaw;

        Fixture(Flaw flaw) {
            this.flaw = flaw;
        }

        @Override
        public Sink<Integer> sink() {
            return new TableSink(table, flaw);
        }

        @Override
        public Integer record(int number) {
            return number;
        }

        @Override
        public List<Integer> committed() {
            return table.rows();
        }

        @Override
        public InMemoryFiles files() {
            return files;
        }
    }
}
