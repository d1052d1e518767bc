package org.holdfast.api.file;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.api.OperatorContext;

/**
 * A part that readers must not see, as its file name tells it.
 *
 * @param number of an unfinished part, how many this writer opened before; of a staged one, the
 *     checkpoint that it was staged for
 */
record HiddenPart(String job, int subtask, int attempt, long number, Stage stage) {

    /** How far it is. */
    enum Stage {
        /** Being written. */
        INPROGRESS,
        /** Complete; to be committed, or removed. */
        STAGED;

        private String suffix() {
            return this == INPROGRESS ? "inprogress" : "staged";
        }
    }

    private static final Pattern NAME =
            Pattern.compile("\\.part-(\\d{1,9})-(\\w+)-(\\d{1,9})-(\\d{1,18})\\.(\\w+)");

    HiddenPart {
        requireNonNull(job, "job");
        requireNonNull(stage, "stage");
    }

    /** The part a file name tells of; empty for files of any other kind. */
    static Optional<HiddenPart> of(String fileName) {
        Matcher name = NAME.matcher(fileName);
        if (!name.matches()) {
            return Optional.empty();
        }
        for (Stage stage : Stage.values()) {
            if (stage.suffix().equals(name.group(5))) {
                return Optional.of(
                        new HiddenPart(
                                name.group(2),
                                Integer.parseInt(name.group(1)),
                                Integer.parseInt(name.group(3)),
                                Long.parseLong(name.group(4)),
                                stage));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether an attempt that begins finds in this part what will never be committed, and is the
     * one to remove it. Parts staged up to the restored checkpoint are left alone: one that is
     * still there is about to be committed, perhaps by another subtask.
     */
    boolean isLeftBehindFor(OperatorContext context) {
        boolean mine =
                subtask == context.subtaskIndex()
                        || (context.subtaskIndex() == 0 && subtask >= context.parallelism());
        // a later attempt than this one means that this one was given up
        return mine
                && job.equals(context.jobId())
                && attempt <= context.attempt()
                && (stage == Stage.INPROGRESS
                        || number == 0
                        || number > context.restoredCheckpoint());
    }

    String fileName() {
        return ".part-%d-%s-%d-%d.%s".formatted(subtask, job, attempt, number, stage.suffix());
    }
}
