package org.holdfast.api.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** What happens to one {@link SinkJob}, step by step, as a seed says. */
final class SinkScenario<T> {

    private static final int STEPS = 80;

    private final SinkJob<T> job;
    private final CommittedOutput<T> output;
    private final Random random;
    private final StringBuilder log;
    private final GivenUpAttempts<T> givenUp;

    /** All transactions that were ever part of a committed checkpoint. */
    private final List<String> committable = new ArrayList<>();

    /** Null while none is running. */
    private SinkCheckpoint running;

    /**
     * @param log gets a line per step
     */
    SinkScenario(SinkFixture<T> fixture, long seed, StringBuilder log) {
        this.random = new Random(seed);
        this.job = new SinkJob<>(fixture, random);
        this.output = new CommittedOutput<>(fixture, SinkJob.SPLITS);
        this.log = log;
        this.givenUp = new GivenUpAttempts<>(job, random, step -> log("%s", step));
    }

    void run() throws Exception {
        if (random.nextInt(8) == 0) {
            runWithoutCheckpoints();
            return;
        }
        for (int step = 0; step < STEPS; step++) {
            step();
            output.check(job.restorable().positions(), job.isSettled());
        }
        finish();
    }

    private void step() throws Exception {
        int kind = random.nextInt(100);
        if (kind < 30) {
            write();
        } else if (kind < 48) {
            barrier();
        } else if (kind < 66) {
            finishStaging();
        } else if (kind < 78) {
            complete();
        } else if (kind < 86) {
            commit();
        } else if (kind < 88) {
            recommit();
        } else if (kind < 92) {
            restart();
        } else if (kind < 94) {
            resumeAsAnotherJob();
        } else {
            givenUp.act();
        }
        open();
    }

    private void write() throws Exception {
        SinkAttempt<T> attempt = any(job.attempts(), SinkAttempt::isOpen);
        if (attempt != null) {
            log("%s writes record %d", attempt, job.write(attempt));
        }
    }

    private void barrier() throws Exception {
        if (!job.isOpen()) {
            return;
        }
        if (running == null) {
            running = job.newCheckpoint();
        }
        SinkAttempt<T> attempt = any(job.attempts(), a -> !a.hasPrepared(running.id()));
        if (attempt != null) {
            log("%s prepares %s", attempt, running);
            job.prepare(attempt, running);
        }
    }

    private void finishStaging() throws IOException {
        SinkAttempt<T> attempt = any(job.attempts(), SinkAttempt::hasUnfinished);
        if (attempt != null) {
            log("%s finishes what it prepared first", attempt);
            attempt.finishNext();
        }
    }

    private void complete() {
        if (running == null) {
            return;
        }
        if (job.attempts().stream().allMatch(a -> a.hasStaged(running.id()))) {
            log("%s is committed", running);
            job.complete(running);
            committable.addAll(running.staged());
            running = null;
        } else if (random.nextInt(6) == 0) {
            log("%s fails", running);
            running = null;
        }
    }

    private void commit() throws IOException {
        SinkAttempt<T> attempt = any(job.attempts(), a -> a.isOpen() && !a.isSettled());
        if (attempt != null) {
            log("%s commits", attempt);
            attempt.commit();
        }
    }

    private void recommit() throws IOException {
        SinkAttempt<T> attempt = any(job.attempts(), SinkAttempt::isOpen);
        if (attempt != null && !committable.isEmpty()) {
            String staged = committable.get(random.nextInt(committable.size()));
            log("%s commits again '%s'", attempt, staged);
            attempt.recommit(staged);
        }
    }

    /** Others may be at work already while one opens. */
    private void open() throws IOException {
        SinkAttempt<T> attempt = any(job.attempts(), a -> !a.isOpen());
        if (attempt != null && random.nextInt(3) > 0) {
            log("%s opens, from %s", attempt, job.restorable());
            attempt.open();
        }
    }

    private void restart() throws IOException {
        running = null;
        if (random.nextBoolean()) {
            int subtask = random.nextInt(job.attempts().size());
            givenUp.add(List.of(job.restart(subtask)));
        } else {
            givenUp.add(job.restart());
        }
        log("restart from %s", job.restorable());
    }

    private void resumeAsAnotherJob() throws IOException {
        if (job.restorable().id() == 0) {
            return;
        }
        running = null;
        log("%s becomes a savepoint that another job starts from", job.restorable());
        givenUp.add(job.resumeAsAnotherJob());
    }

    private void finish() throws Exception {
        for (SinkAttempt<T> attempt : job.attempts()) {
            if (!attempt.isOpen()) {
                attempt.open();
            }
            job.write(attempt);
        }
        SinkCheckpoint last = job.newCheckpoint();
        for (SinkAttempt<T> attempt : job.attempts()) {
            job.prepare(attempt, last);
            while (attempt.hasUnfinished()) {
                attempt.finishNext();
            }
        }
        job.complete(last);
        log("the job ends with %s", last);
        commitAndClose();
        for (int i = 0; i < 3; i++) {
            givenUp.act();
        }
        output.check(last.positions(), true);
    }

    private void runWithoutCheckpoints() throws Exception {
        for (int round = random.nextInt(3); round >= 0; round--) {
            for (SinkAttempt<T> attempt : job.attempts()) {
                attempt.open();
            }
            for (int records = random.nextInt(10); records > 0; records--) {
                write();
            }
            if (round > 0) {
                givenUp.add(job.restart());
            }
        }
        SinkCheckpoint end = new SinkCheckpoint(0, new int[SinkJob.SPLITS]);
        for (SinkAttempt<T> attempt : job.attempts()) {
            job.prepare(attempt, end);
            attempt.finishNext();
        }
        log("the job ends without checkpoints");
        commitAndClose();
        output.check(end.positions(), true);
    }

    private void commitAndClose() throws IOException {
        for (SinkAttempt<T> attempt : job.attempts()) {
            attempt.commit();
            attempt.close();
        }
    }

    /** Any that is as wanted, or null. */
    private SinkAttempt<T> any(List<SinkAttempt<T>> attempts, Predicate<SinkAttempt<T>> wanted) {
        List<SinkAttempt<T>> candidates = attempts.stream().filter(wanted).toList();
        return candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
    }

    private void log(String step, Object... what) {
        log.append("\n  ").append(step.formatted(what));
    }
}
