package org.holdfast.ha.leader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The latest attempts that have led, in the order of their first election. Immutable. As text one
 * line per attempt: attempt id, epoch, start and progress; never above 1 KiB.
 *
 * @param attempts at most {@link LeaderAttempt#MAX_REMEMBERED}
 */
public record AttemptHistory(List<LeaderAttempt> attempts) {

    private static final int MAX_CHARACTERS = 1024;

    private static final Pattern LINE =
            Pattern.compile("([0-9]{1,18}) ([0-9]{1,18}) (-?[0-9]{1,18}) ([01])");

    public AttemptHistory {
        attempts = latest(attempts);
    }

    /** No attempt has led. */
    public AttemptHistory() {
        this(List.of());
    }

    private static List<LeaderAttempt> latest(List<LeaderAttempt> attempts) {
        int from = Math.max(0, attempts.size() - LeaderAttempt.MAX_REMEMBERED);
        while (encode(attempts.subList(from, attempts.size())).length() > MAX_CHARACTERS) {
            from++;
        }
        return List.copyOf(attempts.subList(from, attempts.size()));
    }

    /**
     * With an attempt's election. One that has led before keeps its place, its start and its
     * progress.
     *
     * @param nowMillis wall clock, milliseconds since 1970
     */
    public AttemptHistory withElection(long attemptId, LeaderEpoch epoch, long nowMillis) {
        List<LeaderAttempt> next = new ArrayList<>(attempts);
        for (int i = 0; i < next.size(); i++) {
            LeaderAttempt known = next.get(i);
            if (known.attemptId() == attemptId) {
                next.set(
                        i,
                        new LeaderAttempt(
                                attemptId, epoch, known.startMillis(), known.progressed()));
                return new AttemptHistory(next);
            }
        }
        next.add(new LeaderAttempt(attemptId, epoch, nowMillis, false));
        return new AttemptHistory(next);
    }

    /** With the progress of the attempt that leads in an epoch; the same if it is not known. */
    public AttemptHistory withProgress(LeaderEpoch epoch) {
        return new AttemptHistory(
                attempts.stream()
                        .map(
                                known ->
                                        new LeaderAttempt(
                                                known.attemptId(),
                                                known.epoch(),
                                                known.startMillis(),
                                                known.progressed() || known.epoch().equals(epoch)))
                        .toList());
    }

    /** As text. */
    public String encode() {
        return encode(attempts);
    }

    private static String encode(List<LeaderAttempt> attempts) {
        StringBuilder text = new StringBuilder();
        for (LeaderAttempt attempt : attempts) {
            text.append(attempt.attemptId())
                    .append(' ')
                    .append(attempt.epoch().number())
                    .append(' ')
                    .append(attempt.startMillis())
                    .append(attempt.progressed() ? " 1\n" : " 0\n");
        }
        return text.toString();
    }

    /** Reads what {@link #encode()} wrote. */
    public static AttemptHistory decode(String text) throws IOException {
        List<LeaderAttempt> attempts = new ArrayList<>();
        try {
            for (String line : text.lines().toList()) {
                Matcher form = LINE.matcher(line);
                if (!form.matches()) {
                    throw new IllegalArgumentException("a line does not have this form");
                }
                attempts.add(
                        new LeaderAttempt(
                                Long.parseLong(form.group(1)),
                                new LeaderEpoch(Long.parseLong(form.group(2))),
                                Long.parseLong(form.group(3)),
                                form.group(4).equals("1")));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "Not a history of attempts: '%s' (expected: lines of attempt id, epoch, start in milliseconds, 0 or 1)"
                            .formatted(text.substring(0, Math.min(text.length(), 100))),
                    e);
        }
        return new AttemptHistory(attempts);
    }
}
