package org.holdfast.api.connector;

/** The numbers {@code first}, {@code first + step}, {@code first + 2 * step}, and so on. */
record NumberClass(long first, long step) {

    private static final String SEPARATOR = " modulo ";

    /** Reads the form {@link #toString} writes. */
    static NumberClass parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "generator split: '" + text + "' (expected: FIRST" + SEPARATOR + "STEP)");
        }
        return new NumberClass(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** The number at a place, 0 for the first. */
    long at(long place) {
        return first + place * step;
    }

    /** How many of the numbers are below {@code limit}. */
    long sizeBelow(long limit) {
        return limit <= first ? 0 : (limit - first - 1) / step + 1;
    }

    @Override
    public String toString() {
        return first + SEPARATOR + step;
    }
}
