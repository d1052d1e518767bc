package org.holdfast.yarn.am;

/** Takes what this attempt cannot go on after. Called on any thread. */
interface AttemptEnd {

    /** The ResourceManager did not answer for too long. */
    void onLost(Exception cause);

    /**
     * The ResourceManager does not know this attempt any more: another one may run already, so this
     * process must change nothing more.
     */
    void onForgotten(Exception cause);
}
