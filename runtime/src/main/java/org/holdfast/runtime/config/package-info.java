/**
 * Typed options. An option is declared once, with key, type, default, bounds and description;
 * {@code docs/configuration.md} is generated from the declarations. No other package reads a raw
 * key.
 */
package org.holdfast.runtime.config;
