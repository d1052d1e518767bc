/**
 * One subtask at work: its deployment, its states, its thread. A task's thread runs a mailbox loop:
 * mails first, then one batch of input through the operator chain.
 */
package org.holdfast.runtime.task;
