package org.holdfast.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OptionRegistryTest {

    @Test
    void everyOptionsClassIsRegistered() {
        Set<String> declaring =
                new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages(OptionRegistry.class.getPackageName())
                                .stream()
                                .map(JavaClass::getSimpleName)
                                .filter(name -> name.endsWith("Options"))
                                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(OptionRegistry.CLASSES.stream().map(Class::getSimpleName))
                .as("OptionRegistry.CLASSES")
                .containsExactlyInAnyOrderElementsOf(declaring);
    }

    @Test
    void everyOptionSaysWhatItDoes() {
        for (Class<?> declaring : OptionRegistry.CLASSES) {
            assertThat(OptionRegistry.declaredIn(declaring)).as(declaring.getName()).isNotEmpty();
            for (ConfigOption<?> option : OptionRegistry.declaredIn(declaring)) {
                assertThat(option.description())
                        .as("description of " + option)
                        .matches("(?s)[A-Z-].{10,}\\.");
            }
        }
    }

    @Test
    void everyDefaultIsAValueTheOptionAccepts() {
        OptionRegistry.CLASSES.stream()
                .flatMap(declaring -> OptionRegistry.declaredIn(declaring).stream())
                .forEach(OptionRegistryTest::readBackDefault);
    }

    private static <T> void readBackDefault(ConfigOption<T> option) {
        option.defaultValue()
                .ifPresent(
                        value ->
                                assertThat(option.parse(option.print(value)))
                                        .as("default of " + option)
                                        .isEqualTo(value));
    }

    @Test
    void noTwoOptionsShareASpelling() {
        assertThat(OptionRegistry.all().find("high-availability.type"))
                .contains(HighAvailabilityOptions.MODE);
        assertThatThrownBy(() -> OptionRegistry.of(List.of(RestOptions.class, TwinOptions.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two options are called rest.port");
    }

    /** Has an option that exists elsewhere. */
    static final class TwinOptions {
        public static final ConfigOption<String> TWIN =
                ConfigOption.text("twin").withAlias("rest.port");

        private TwinOptions() {}
    }
}
