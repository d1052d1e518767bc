/**
 * Has JobManagers fail under a {@link org.holdfast.selfcheck.MeteredJob}, and sees whether its
 * tasks went on as if nothing had happened. Programs, not tests: {@code adoption.sh} and {@code
 * adoption-scenarios.sh} in {@code integration-tests/faults} start them.
 */
package org.holdfast.adoption;
