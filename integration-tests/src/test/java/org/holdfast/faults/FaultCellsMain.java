package org.holdfast.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.faults.CellRun.Outcome;
import org.holdfast.ha.store.InspectionReport.Violation;

/**
 * Hits every fault point of {@code docs/operations.md} that a JobManager without YARN has, and
 * prints a line for each: {@code FOLDER [CELL ...]}, such as {@code "C6 KILL"}. Ends with 1 if an
 * invariant was violated or a point not reached, with 2 if the run itself went wrong.
 */
public final class FaultCellsMain {

    private final Path folder;
    private final List<Outcome> outcomes = new ArrayList<>();
    private int clusters;
    private FaultCluster cluster;

    private FaultCellsMain(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
        List<FaultCell> cells = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            cells.add(FaultCell.named(arguments[i]));
        }
        try {
            System.exit(run(folder, cells.isEmpty() ? FaultCell.all() : cells) ? 0 : 1);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            System.exit(2);
        }
    }

    /**
     * Runs cells, and prints their table.
     *
     * @param folder for all data and logs
     * @return whether the invariants hold
     */
    static boolean run(Path folder, List<FaultCell> cells) throws IOException {
        long begun = System.nanoTime();
        FaultCellsMain main = new FaultCellsMain(folder);
        boolean sound;
        try {
            main.runAll(cells);
            sound = main.lookAtTheEnd();
        } finally {
            main.closeCluster();
        }
        long held = main.outcomes.stream().filter(cell -> cell.violations().isEmpty()).count();
        System.out.printf(
                "%n%d cells, the invariants hold in %d; %d s%n",
                cells.size(), held, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        return sound && held == cells.size();
    }

    private void runAll(List<FaultCell> cells) throws IOException {
        System.out.println("| point | fault | while | seen | took | invariants |");
        System.out.println("|---|---|---|---|---|---|");
        for (FaultCell cell : cells) {
            if (cluster == null) {
                cluster = new FaultCluster(folder.resolve("cluster-" + ++clusters));
            }
            Outcome outcome = outcomeOf(cell);
            outcomes.add(outcome);
            System.out.println(outcome);
        }
    }

    /** What goes wrong in one cell is not to go on in the next. */
    private Outcome outcomeOf(FaultCell cell) {
        try {
            return CellRun.of(cluster, cell);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            closeCluster();
            return new Outcome(cell, "broke off", List.of(String.valueOf(e)), Duration.ZERO);
        }
    }

    /** When the files without a pointer are gone, nothing at all is wrong. */
    private boolean lookAtTheEnd() throws IOException {
        if (cluster == null) {
            return true;
        }
        List<String> orphans = cluster.collectOrphans();
        List<Violation> violations = cluster.inspect().violations();
        System.out.printf(
                "%n%d files without a pointer were left and removed; violations then: %s%n",
                orphans.size(), violations);
        return violations.isEmpty();
    }

    private void closeCluster() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }
}
