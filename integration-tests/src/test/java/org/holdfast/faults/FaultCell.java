package org.holdfast.faults;

import static org.holdfast.ha.fault.FaultPoint.Action.KILL;
import static org.holdfast.ha.fault.FaultPoint.Action.STOP;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.holdfast.ha.fault.FaultPoint.Action;

/**
 * One fault at one point.
 *
 * @param point its name
 * @param passes how often it is passed unharmed before
 * @param action what happens to the JobManager there
 * @param scenario on the way to what
 */
record FaultCell(String point, int passes, Action action, Scenario scenario) {

    /** What a JobManager is about when the fault happens. */
    enum Scenario {
        /** It takes over from one that was killed. */
        START,
        /** It is given a job. */
        SUBMIT,
        /** A job of it takes a checkpoint. */
        CHECKPOINT,
        /** A job of it is cancelled. */
        CANCEL,
        /** A job of it finishes. */
        FINISH
    }

    private static final List<String> START =
            List.of("S1", "S3", "S3+", "S4", "S4+", "S5", "S6", "S7", "S8", "S9", "A4", "A5", "A6");
    private static final List<String> SUBMIT =
            List.of("U1", "U2", "U2+", "U3", "U3+", "U4", "U5", "U5+", "U6", "U7", "U8");
    private static final List<String> CHECKPOINT =
            List.of(
                    "C1", "C2", "C3", "C4", "C4+", "C5", "C6", "C6+", "C7", "C8", "C9", "C9+",
                    "C10", "C11", "C11+");
    private static final List<String> CANCEL = List.of("X1", "X2", "X2+", "X3");
    private static final List<String> FINISH =
            List.of("X4", "X4+", "X5", "X6", "X6+", "X7", "X7+", "X8", "X8+", "X9", "X9+");

    /** Where a JobManager that stands still does harm if anything does: F5. */
    private static final Set<String> ZOMBIES = Set.of("U4", "U5", "C5", "C6", "C10", "X4", "X5");

    private static final Set<String> BEFORE_COMMIT =
            Set.of("U1", "U2", "U2+", "U3", "U3+", "U4", "U5", "X1", "X2", "X4", "X4+", "X5", "X6");

    /** All of them; S2, X10 and X11 need YARN and are not among them. */
    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
        add(cells, START, Scenario.START);
        add(cells, SUBMIT, Scenario.SUBMIT);
        add(cells, CHECKPOINT, Scenario.CHECKPOINT);
        add(cells, CANCEL, Scenario.CANCEL);
        add(cells, FINISH, Scenario.FINISH);
        return List.copyOf(cells);
    }

    private static void add(List<FaultCell> cells, List<String> points, Scenario scenario) {
        for (String point : points) {
            // with the second of two jobs
            int passes = point.equals("S6") ? 1 : 0;
            cells.add(new FaultCell(point, passes, KILL, scenario));
            if (scenario == Scenario.START || ZOMBIES.contains(point)) {
                cells.add(new FaultCell(point, passes, STOP, scenario));
            }
        }
    }

    /** The cell of that name, as {@link #toString} gives it. */
    static FaultCell named(String name) {
        return all().stream()
                .filter(cell -> cell.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no cell " + name));
    }

    /** How many jobs there are. */
    int jobs() {
        return passes + 1;
    }

    String command() {
        return "arm %s %d %s".formatted(point, passes, action.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Whether the job, the wish to cancel it, or its result is committed when the fault happens.
     */
    boolean isCommitted() {
        return !BEFORE_COMMIT.contains(point);
    }

    /** Point and action, such as {@code C6 KILL}. */
    @Override
    public String toString() {
        return point + " " + action;
    }
}
