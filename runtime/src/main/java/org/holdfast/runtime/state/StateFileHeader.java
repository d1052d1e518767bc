package org.holdfast.runtime.state;

import java.util.List;

/**
 * What a state file begins with.
 *
 * @param operatorName whose state it is
 * @param range the key groups it holds, empty ones, too
 * @param states in the order their contents have in the file
 * @param watermark event time that was reached, in milliseconds
 */
record StateFileHeader(
        String operatorName, KeyGroupRange range, List<NamedState> states, long watermark) {}
