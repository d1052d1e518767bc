package org.holdfast.runtime.process;

import java.util.Optional;

/** Which Holdfast this is. */
public final class HoldfastVersion {

    /** As in the jar's manifest; {@code development} when it does not run from a jar. */
    public static final String CURRENT =
            Optional.ofNullable(HoldfastVersion.class.getPackage().getImplementationVersion())
                    .orElse("development");

    private HoldfastVersion() {}
}
