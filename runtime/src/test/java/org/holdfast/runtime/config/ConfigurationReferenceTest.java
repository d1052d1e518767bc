package org.holdfast.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final String UPDATE =
            "mvn -B -pl runtime -am test -Dtest=ConfigurationReferenceTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dupdate";

    /** With {@code -Dupdate} it writes the page instead. */
    @Test
    void thePageSaysWhatTheOptionsSay() throws IOException {
        String expected = ConfigurationReference.page(UPDATE);
        if (System.getProperty("update") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE)
                .as("docs/configuration.md is stale; write it again with: " + UPDATE)
                .hasContent(expected);
    }
}
