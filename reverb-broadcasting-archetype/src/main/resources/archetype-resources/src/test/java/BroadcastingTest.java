package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import ${package}.events.OrderShipped;
import dev.reverb.broadcasting.auth.RuleDescription;
import dev.reverb.broadcasting.testing.BroadcastFake;
import org.junit.jupiter.api.Test;

class BroadcastingTest {

    @Test
    void tellsWhoOrderedThatItIsShipped() {
        BroadcastFake fake = BroadcastFake.create(Broadcasting::settings);

        fake.broadcaster().send(new OrderShipped(7, "DHL"));

        fake.assertBroadcast(OrderShipped.class)
                .onPrivate("orders.7")
                .named("App\\Events\\OrderShipped")
                .withData("carrier", "DHL")
                .once();
    }

    @Test
    void whoMayListenToOrdersIsSaid() {
        assertThat(Broadcasting.channels((user, order) -> true).list())
                .extracting(RuleDescription::pattern)
                .containsExactly("orders.{order}");
    }
}
