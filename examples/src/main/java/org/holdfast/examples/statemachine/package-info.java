/**
 * Machines that report what they do; one that does what its state does not allow raises an alert.
 */
package org.holdfast.examples.statemachine;
