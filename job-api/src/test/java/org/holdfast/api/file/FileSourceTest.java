package org.holdfast.api.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.holdfast.api.Collected;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SourceReader.Status;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.testing.InMemoryFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {

    private static final int RANDOM_CASES = 3_000;

    private final InMemoryFiles files = new InMemoryFiles();

    @Test
    void readsLinesOfAllEndings() throws IOException {
        put("/in/a", "one\ntwo\r\n\nthree\rstill three\r\nlast");
        put("/in/b", "ends\n");
        put("/in/c", "");

        assertThat(lines("/in", 1))
                .containsExactly("one", "two", "", "three\rstill three", "last", "ends");
    }

    @Test
    void readsUtf8AndReplacesWhatIsNot() throws IOException {
        files.put("/in", new byte[] {'a', (byte) 0xff, 'b', '\n'});
        put("/text", "Größe 漢字 🙂\n");

        assertThat(lines("/in", 1)).containsExactly("a\ufffdb");
        assertThat(lines("/text", 1)).containsExactly("Größe 漢字 🙂");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_534, 65_535, 65_536, 65_537, 200_000})
    void readsLinesAroundTheBlockSize(int length) throws IOException {
        String line = "x".repeat(length);
        put("/in", line + "\r\n" + line + "\n" + line + "y");

        assertThat(lines("/in", 1)).containsExactly(line, line, line + "y");
    }

    @Test
    void givesEverySubtaskASplitOfAnInputThatIsNotTiny() throws IOException {
        files.put("/in/large", new byte[8 << 20]);
        files.put("/in/small", new byte[10]);
        FileSource source = FileSource.lines("/in");

        assertThat(source.splits(4, files)).hasSize(5);
        assertThat(source.splits(1, files)).hasSize(2);
        assertThat(source.splits(100, files)).extracting(SourceSplit::size).contains(1L << 20);
    }

    @Test
    void givesSubtasksEqualPortionsOfAFile() {
        long length = 234_289_296;
        long size = SplitSize.DEFAULT.of(length, 4);

        assertThat(size).isLessThanOrEqualTo(SplitSize.DEFAULT.usual());
        assertThat(FileRange.divide(new FileInfo("/in", length), size)).hasSize(8);
    }

    @Test
    void boundsTheNumberOfSplitsOfAHugeFile() {
        long tebibyte = 1L << 40;
        long size = SplitSize.DEFAULT.of(tebibyte, 4);

        assertThat(FileRange.divide(new FileInfo("/in", tebibyte), size)).hasSize(10_000);
    }

    @Test
    void dividesAFileWithoutGaps() {
        List<FileRange> ranges = FileRange.divide(new FileInfo("/a b/c", 100), 33);

        assertThat(ranges)
                .extracting(FileRange::start, FileRange::end)
                .containsExactly(tuple(0, 25), tuple(25, 50), tuple(50, 75), tuple(75, 100));
        assertThat(FileRange.of(ranges.get(1).toSplit())).isEqualTo(ranges.get(1));
    }

    @Test
    void losesAndRepeatsNoLineAtAnySplitBorder() throws IOException {
        for (long seed = 0; seed < RANDOM_CASES; seed++) {
            Random random = new Random(seed);
            String text = randomText(random);
            put("/in", text);
            List<String> lines = new ArrayList<>();
            for (SplitPosition start : randomSplits(text, random)) {
                lines.addAll(Collected.readAll(reader(), List.of(start)));
            }
            assertThat(lines).as("seed %d: %s", seed, text).isEqualTo(linesOf(text));
        }
    }

    @Test
    void readsOnExactlyWhereAnotherReaderStopped() throws IOException {
        for (long seed = 0; seed < RANDOM_CASES; seed++) {
            Random random = new Random(seed);
            String text = randomText(random);
            put("/in", text);
            List<String> lines = new ArrayList<>();
            List<SplitPosition> positions = randomSplits(text, random);
            Status status = Status.MORE;
            while (status != Status.FINISHED) {
                try (SourceReader<String> reader = reader(random)) {
                    reader.open(positions);
                    for (int polls = random.nextInt(100); polls >= 0; polls--) {
                        status = reader.poll(lines::add);
                    }
                    positions = reader.positions();
                }
            }
            assertThat(lines).as("seed %d: %s", seed, text).isEqualTo(linesOf(text));
            try (SourceReader<String> reader = reader()) {
                reader.open(positions);
                assertThat(reader.completedSize()).isEqualTo(text.getBytes(UTF_8).length);
            }
        }
    }

    @Test
    void readsOnExactlyFromEveryPlaceItStopsAt() throws IOException {
        for (long seed = 0; seed < RANDOM_CASES / 10; seed++) {
            Random random = new Random(seed);
            String text = randomText(random);
            put("/in", text);
            List<String> before = new ArrayList<>();
            try (SourceReader<String> reader = reader(random)) {
                reader.open(randomSplits(text, random));
                Status status = Status.MORE;
                while (status != Status.FINISHED) {
                    status = reader.poll(before::add);
                    List<String> all = new ArrayList<>(before);
                    all.addAll(Collected.readAll(reader(random), reader.positions()));
                    assertThat(all).as("seed %d: %s", seed, text).isEqualTo(linesOf(text));
                }
            }
        }
    }

    @Test
    void refusesAPathThatDoesNotExist() {
        assertThatThrownBy(() -> FileSource.lines("/nowhere").splits(1, files))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Input path '/nowhere' does not exist. Check the path.");
    }

    @Test
    void failsWhenAFileGotShorter() throws IOException {
        put("/in", "one\ntwo\n");
        List<SplitPosition> starts = starts(FileSource.lines("/in").splits(1, files));
        put("/in", "one\n");

        assertThatThrownBy(() -> Collected.readAll(reader(), starts))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'/in' has 4 bytes, fewer than when the job was submitted");
    }

    @Test
    void failsOnALineThatDoesNotFitInMemory() throws IOException {
        files.put("/in", new byte[LineReader.MAX_LINE + 1]);
        List<SplitPosition> starts = starts(FileSource.lines("/in").splits(1, files));

        assertThatThrownBy(() -> Collected.readAll(reader(), starts))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a line longer than");
    }

    private List<String> lines(String path, int parallelism) throws IOException {
        return Collected.readAll(
                reader(), starts(FileSource.lines(path).splits(parallelism, files)));
    }

    private FileSourceReader reader() {
        return new FileSourceReader(files);
    }

    /** A reader that gets a few bytes at a time. */
    private FileSourceReader reader(Random random) {
        return new FileSourceReader(new DripFeed(files, random));
    }

    private void put(String path, String text) {
        files.put(path, text.getBytes(UTF_8));
    }

    private static List<SplitPosition> starts(List<SourceSplit> splits) {
        return splits.stream().map(SplitPosition::startOf).toList();
    }

    private static org.assertj.core.groups.Tuple tuple(long start, long end) {
        return org.assertj.core.groups.Tuple.tuple(start, end);
    }

    private static String randomText(Random random) {
        String[] pieces = {"\n", "\n", "\r\n", "\r", "a", "bc", "ä", "🙂", " ", "word"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static List<SplitPosition> randomSplits(String text, Random random) {
        int length = text.getBytes(UTF_8).length;
        List<SplitPosition> splits = new ArrayList<>();
        int start = 0;
        while (start < length) {
            int end = Math.min(length, start + 1 + random.nextInt(8));
            splits.add(SplitPosition.startOf(new FileRange("/in", start, end).toSplit()));
            start = end;
        }
        return splits;
    }

    /** The same by other means. */
    private static List<String> linesOf(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        if (text.isEmpty() || text.endsWith("\n")) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }
}
