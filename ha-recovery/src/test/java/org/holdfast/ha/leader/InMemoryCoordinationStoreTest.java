package org.holdfast.ha.leader;

class InMemoryCoordinationStoreTest extends CoordinationStoreContract {

    private final InMemoryCoordinationStore first = new InMemoryCoordinationStore();

    @Override
    protected CoordinationStore connect() {
        return first.connect();
    }
}
