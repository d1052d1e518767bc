/**
 * The command line. {@code bin/yarn-session.sh} starts {@link
 * org.holdfast.client.cli.YarnSessionMain}, {@code bin/holdfast} starts {@link
 * org.holdfast.client.cli.HoldfastMain}, which finds the {@link org.holdfast.client.cli.Command}
 * that was named.
 *
 * <p>Dedicated options become configuration keys, so that what runs a job sees one {@code
 * Configuration}: the file, then {@code -D}, then dedicated options. Errors are one line and an
 * {@link org.holdfast.client.cli.ExitCode} per kind; the stack trace waits for {@code --verbose}.
 */
package org.holdfast.client.cli;
