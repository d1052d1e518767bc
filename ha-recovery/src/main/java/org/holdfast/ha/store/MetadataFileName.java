package org.holdfast.ha.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.ha.leader.LeaderEpoch;

/**
 * A name no other file ever has: {@code KIND-JOB-SEQUENCE-EPOCH-UUID}.
 *
 * @param sequence from 1, in the order of a job's files of one kind
 * @param epoch in which it was written
 */
record MetadataFileName(
        MetadataKind kind, String job, long sequence, LeaderEpoch epoch, UUID unique) {

    private static final Pattern FORM =
            Pattern.compile(
                    "([a-z]+)-([0-9a-f]{32})-([0-9]{1,18})-([1-9][0-9]{0,17})-"
                            + "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    static MetadataFileName next(MetadataKind kind, String job, long sequence, LeaderEpoch epoch) {
        return new MetadataFileName(
                kind, JobPaths.requireJob(job), sequence, epoch, UUID.randomUUID());
    }

    /** What a name says; empty if it is not of this form. */
    static Optional<MetadataFileName> parse(String name) {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Arrays.stream(MetadataKind.values())
                .filter(kind -> kind.prefix().equals(form.group(1)))
                .findFirst()
                .map(
                        kind ->
                                new MetadataFileName(
                                        kind,
                                        form.group(2),
                                        Long.parseLong(form.group(3)),
                                        new LeaderEpoch(Long.parseLong(form.group(4))),
                                        UUID.fromString(form.group(5))));
    }

    @Override
    public String toString() {
        return "%s-%s-%d-%d-%s".formatted(kind.prefix(), job, sequence, epoch.number(), unique);
    }
}
