package org.holdfast.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.selfcheck.ForgedOutput.KEYS;
import static org.holdfast.selfcheck.ForgedOutput.RECORDS;
import static org.holdfast.selfcheck.ForgedOutput.SPLITS;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forged outputs, each wrong in one way. */
class OutputCheckerTest {

    private static final long KEY = 5;

    @TempDir Path directory;

    private final ForgedOutput output = new ForgedOutput();
    private Path parts;

    @BeforeEach
    void chooseDirectory() {
        parts = directory.resolve("out");
    }

    @Test
    void acceptsWhatAJobWouldWrite() throws Exception {
        Verdict verdict = check();
        assertThat(verdict.isExactlyOnce()).as(verdict.report()).isTrue();
        assertThat(verdict.lines()).isEqualTo(RECORDS);
        assertThat(verdict.files()).isEqualTo(6);
        assertThat(verdict.report())
                .endsWith("VERDICT: EXACTLY ONCE: 0 lost, 0 duplicated, 0 corrupt");
    }

    @Test
    void acceptsLinesInAnyOrder() throws Exception {
        Collections.reverse(output.lines);
        assertThat(check().isExactlyOnce()).isTrue();
    }

    @Test
    void findsALostRecord() throws Exception {
        Link lost = Link.parse(output.lines.remove(1234)).orElseThrow();
        expect(check(), 1, 0, 0, "LOST       record " + lost.number() + " of key " + lost.key());
    }

    @Test
    void findsALostRecordThatLeftNoGapInTheChain() throws Exception {
        List<Integer> places = output.placesOf(KEY);
        List<Long> numbers = numbersFrom(places, 11);
        Link before = output.link(places.get(9));
        output.rechain(places, 10, before, numbers);
        output.lines.remove((int) places.get(places.size() - 1));
        expect(check(), 1, 0, 0, "of key 5");
    }

    @Test
    void findsALostTail() throws Exception {
        output.lines.subList(RECORDS - 100, RECORDS).clear();
        expect(check(), 100, 0, 0, "LOST");
    }

    @Test
    void findsThatEverythingIsLost() throws Exception {
        Files.createDirectories(parts);
        Verdict verdict = checkFiles();
        expect(verdict, RECORDS, 0, 0, "LOST       record 0 ");
        assertThat(verdict.findings()).hasSize(20);
        assertThat(verdict.report())
                .contains("0 lines in 0 committed files")
                .endsWith("VERDICT: BROKEN: 4,000 lost, 0 duplicated, 0 corrupt");
    }

    @Test
    void findsADuplicatedLine() throws Exception {
        Link link = output.link(77);
        output.lines.add(link.toString());
        expect(check(), 0, 1, 0, "record " + link.number() + " again: '" + link + "'");
    }

    @Test
    void findsARecordThatWasCountedTwice() throws Exception {
        List<Integer> places = output.placesOf(KEY);
        Link last = output.link(places.get(places.size() - 1));
        output.lines.add(last.next(last.number()).toString());
        expect(check(), 0, 1, 0, "DUPLICATED");
    }

    @Test
    void findsANumberThatChangedPlacesWithAnother() throws Exception {
        List<Integer> places = output.placesOf(KEY);
        swapNumbers(places.get(10), places.get(20));
        expect(check(), 0, 0, 4, "does not continue the chain of");
    }

    @Test
    void findsASplitOutOfOrderInAChainThatFits() throws Exception {
        List<Integer> places = output.placesOf(KEY);
        List<Long> numbers = numbersFrom(places, 0);
        int second = placeOfNextOfSameSplit(numbers);
        Collections.swap(numbers, 0, second);
        output.rechain(places, 0, null, numbers);
        Verdict verdict = check();
        assertThat(verdict.corrupt()).isPositive();
        expect(verdict, 0, 0, verdict.corrupt(), "of the same split");
    }

    @Test
    void findsAnAlteredChain() throws Exception {
        Link link = output.link(500);
        output.lines.set(
                500,
                new Link(link.key(), link.number(), link.count(), link.chain() ^ 1).toString());
        // neither does it continue the chain before, nor the chain behind continue it
        expect(check(), 0, 0, 2, "does not continue the chain of");
    }

    @Test
    void findsAnAlteredNumber() throws Exception {
        Link link = output.link(500);
        output.lines.set(
                500, new Link(link.key(), RECORDS + 1, link.count(), link.chain()).toString());
        expect(check(), 1, 0, 1, "is no line of this job");
    }

    @Test
    void findsARecordUnderAForeignKey() throws Exception {
        Link link = output.link(500);
        output.lines.set(500, Link.first((link.key() + 1) % KEYS, link.number()).toString());
        expect(check(), 1, 0, 1, "is no line of this job");
    }

    @Test
    void findsStateThatWasResetInTheMiddle() throws Exception {
        List<Integer> places = output.placesOf(KEY);
        int kept = places.size() / 2;
        output.rechain(places, kept, null, numbersFrom(places, kept));
        Verdict verdict = check();
        assertThat(verdict.corrupt()).isGreaterThanOrEqualTo(places.size() - kept);
        expect(verdict, 0, 0, verdict.corrupt(), "two histories of one key");
    }

    @Test
    void findsACountThatSkips() throws Exception {
        List<Integer> places = output.placesOf(KEY);
        Link last = output.link(places.get(places.size() - 1));
        output.lines.set(
                places.get(places.size() - 1),
                new Link(KEY, last.number(), last.count() + 1, last.chain()).toString());
        expect(check(), 0, 0, 1, "no record of key 5 is lost");
    }

    @Test
    void findsAHalfWrittenFile() throws Exception {
        String half = output.lines.remove(0);
        output.write(parts);
        Files.writeString(parts.resolve("part-7"), half.substring(0, half.length() - 3));
        expect(checkFiles(), 1, 0, 1, "the file is half-written");
    }

    @Test
    void findsAFileThatOnlyMissesItsLastLineEnd() throws Exception {
        String half = output.lines.remove(0);
        output.write(parts);
        Files.writeString(parts.resolve("part-7"), half);
        expect(checkFiles(), 1, 0, 1, "has no line end");
    }

    @Test
    void findsForeignLines() throws Exception {
        output.write(parts);
        Files.writeString(
                parts.resolve("part-0"),
                "\n1 2 3\n1 2 three 4\n" + "x".repeat(1000) + "\n" + "+" + output.link(3) + "\n",
                StandardOpenOption.APPEND);
        Verdict verdict = checkFiles();
        expect(verdict, 0, 0, 5, "is no line of this job");
        assertThat(verdict.findings()).allMatch(finding -> finding.length() < 200);
    }

    @Test
    void ignoresWhatIsNotCommitted() throws Exception {
        output.write(parts);
        String again = output.link(3) + "\n";
        Files.writeString(parts.resolve(".part-0-8.inprogress"), again + "half a li");
        Files.writeString(parts.resolve("_part"), again);
        Files.writeString(Files.createDirectory(parts.resolve(".staged")).resolve("part"), again);
        assertThat(checkFiles().isExactlyOnce()).isTrue();
    }

    @Test
    void missesWhatIsOnlyStaged() throws Exception {
        output.write(parts);
        long staged;
        try (Stream<String> lines = Files.lines(parts.resolve("part-3"))) {
            staged = lines.count();
        }
        Files.move(parts.resolve("part-3"), parts.resolve(".part-3.staged"));
        expect(checkFiles(), staged, 0, 0, "LOST");
    }

    @Test
    void doesNotJudgeWhatItCannotRead() {
        assertThatThrownBy(this::checkFiles).isInstanceOf(FileNotFoundException.class);
    }

    private List<Long> numbersFrom(List<Integer> places, int first) {
        return new ArrayList<>(
                places.subList(first, places.size()).stream()
                        .map(place -> output.link(place).number())
                        .toList());
    }

    private static int placeOfNextOfSameSplit(List<Long> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i) % SPLITS == numbers.get(0) % SPLITS) {
                return i;
            }
        }
        throw new AssertionError("no second number of the first one's split");
    }

    private void swapNumbers(int one, int other) {
        Link first = output.link(one);
        Link second = output.link(other);
        output.lines.set(
                one, new Link(KEY, second.number(), first.count(), first.chain()).toString());
        output.lines.set(
                other, new Link(KEY, first.number(), second.count(), second.chain()).toString());
    }

    private Verdict check() throws IOException {
        output.write(parts);
        return checkFiles();
    }

    private Verdict checkFiles() throws IOException {
        try (SelfCheckedOutput written = SelfCheckedOutput.open(parts.toUri().toString())) {
            return written.check(new OutputChecker(RECORDS, KEYS, SPLITS));
        }
    }

    private static void expect(
            Verdict verdict, long lost, long duplicated, long corrupt, String said) {
        assertThat(List.of(verdict.lost(), verdict.duplicated(), verdict.corrupt()))
                .as(verdict.report())
                .containsExactly(lost, duplicated, corrupt);
        assertThat(verdict.isExactlyOnce()).isFalse();
        assertThat(verdict.report()).contains(said).contains("VERDICT: BROKEN");
    }
}
