package org.holdfast.runtime.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointMetadataJsonTest {

    private static final CheckpointMetadata METADATA =
            CheckpointStorageContract.metadata(
                    new CheckpointId(2_000_000_000, 1), "hdfs://nn:8020/chk/_metadata");

    private final String json = new String(CheckpointMetadataJson.write(METADATA), UTF_8);

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(CheckpointMetadataJson.read(json.getBytes(UTF_8))).isEqualTo(METADATA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "kind":"CHECKPOINT"      | "kind":"RUBBISH"         | RUBBISH
                    "kind":"CHECKPOINT",     | ''                       | kind
                    "kind":"CHECKPOINT"      | "kind":"STOP","extra":1  | extra
                    "kind":"CHECKPOINT"      | "kind":"STOP","kind":"STOP" | Duplicate
                    "jobName":"a job"        | "jobName":null           | jobName
                    "job":"01234             | "job":"../34             | the job's id
                    "number":1               | "number":0               | checkpoint
                    "keyGroups":64           | "keyGroups":129          | the key groups of operator 'count'
                    "firstKeyGroup":64       | "firstKeyGroup":-1       | the key groups of operator 'count'
                    "parallelism":2          | "parallelism":129        | the parallelism of operator
                    "inputEnded":[1]         | "inputEnded":[2]         | the subtasks of operator 'count'
                    "sha256":"aaa            | "sha256":"AAA            | a state handle of operator 'count'
                    "offset":4               | "offset":-4              | offset
                    """)
    void refusesWhatIsNotMetadata(String part, String instead, String named) {
        assertThat(json).contains(part);
        byte[] changed = json.replaceFirst(Pattern.quote(part), instead).getBytes(UTF_8);

        assertThatThrownBy(() -> CheckpointMetadataJson.read(changed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its content is not checkpoint metadata")
                .hasMessageContaining(named);
    }

    @Test
    void refusesWhatFollowsAndWhatIsNothing() {
        assertThatThrownBy(() -> CheckpointMetadataJson.read((json + "{}").getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CheckpointMetadataJson.read("null".getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CheckpointMetadataJson.read(new byte[0]))
                .isInstanceOf(IOException.class);
    }
}
