package org.holdfast.api.connector;

/** Says how many records may be put out by now. */
interface Pace {

    Pace UNLIMITED =
            new Pace() {
                @Override
                public long due() {
                    return Long.MAX_VALUE;
                }

                @Override
                public void used(long records) {}
            };

    /** How many records may be put out now. */
    long due();

    /** So many of them were. */
    void used(long records);
}
