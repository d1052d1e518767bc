package org.holdfast.runtime.usercode.jobs;

/** Just a class. */
public final class NotAJob {}
