package org.holdfast.yarn.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.holdfast.runtime.process.AttemptLimits;
import org.junit.jupiter.api.Test;

class ShipmentTest {

    @Test
    void travelsInAnEnvironmentVariable() throws IOException {
        Shipment shipment =
                new Shipment(
                        URI.create("hdfs://nn:8020/user/me/.holdfast/application_1_0001"),
                        new AttemptLimits(2, 4, -1),
                        List.of("lib/a.jar", "conf/hadoop"),
                        List.of(
                                new ShippedFile(
                                        "lib",
                                        URI.create("hdfs://nn:8020/user/me/lib.jar"),
                                        123,
                                        456,
                                        true,
                                        LocalResourceVisibility.PUBLIC)));

        String value = shipment.encode();

        assertThat(value).matches("[A-Za-z0-9_-]+");
        assertThat(Shipment.decode(value)).isEqualTo(shipment);
    }

    @Test
    void refusesWhatIsNoShipment() {
        assertThatThrownBy(() -> Shipment.decode("%%%")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Shipment.decode("e30x")).isInstanceOf(IOException.class);
    }
}
