package org.holdfast.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.yarn.launch.ContainerSize;
import org.junit.jupiter.api.Test;

class NodeRoomTest {

    private static final NodeRoom NODE = new NodeRoom(8192, 4);

    @Test
    void holdsAsManyContainersAsMemoryAndCoresAllow() {
        assertThat(NODE.fits(new ContainerSize(1728, 1), true)).isEqualTo(4);
        assertThat(NODE.fits(new ContainerSize(1728, 2), true)).isEqualTo(2);
        assertThat(NODE.fits(new ContainerSize(1728, 2), false)).isEqualTo(4);
        assertThat(NODE.fits(new ContainerSize(8193, 1), true)).isZero();
    }

    @Test
    void hasLessRoomBesideTheApplicationMaster() {
        NodeRoom left = NODE.beside(new ContainerSize(1600, 1));

        assertThat(left.fits(new ContainerSize(1728, 1), true)).isEqualTo(3);
        assertThat(left.fits(new ContainerSize(6592, 1), true)).isEqualTo(1);
        assertThat(left.fits(new ContainerSize(6593, 1), true)).isZero();
    }
}
