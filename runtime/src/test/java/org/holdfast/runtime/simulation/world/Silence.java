package org.holdfast.runtime.simulation.world;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Nothing is logged while a test class runs: thousands of clusters would say the same. */
final class Silence implements BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Configurator.setRootLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Configurator.reconfigure();
    }
}
