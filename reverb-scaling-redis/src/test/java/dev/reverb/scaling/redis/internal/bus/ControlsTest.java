package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.FactsDue;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlsTest {

    private static final String TOPIC =
            KeySpace.text(FakeSession.KEYS.home("app").control());

    private final FakeHub hub = new FakeHub();
    private final Controls controls = new Controls(
            hub, FakeSession.KEYS, new Subscriber(hub::standing, "last", hub.clock, hub.clock, Duration.ofMillis(5)));

    @BeforeEach
    void use() {
        controls.use("app");
    }

    private void tellThatFactsAreDue() {
        controls.onMessage(TOPIC, TopicMessage.unversioned(new NodeId("other"), 0, new FactsDue(17, 3_000)));
    }

    @Test
    void factsThatAnotherNodeLeavesAreClaimedWhenTheyAreDue() {
        hub.rules = new FactRules(FactRules.Mode.TOLD, false, 3_000);

        tellThatFactsAreDue();

        assertThat(hub.factsDue).containsExactly("17:app in 3000");
    }

    @Test
    void factsThatNobodyWantsHereAreLeftToOthers() {
        tellThatFactsAreDue();

        assertThat(hub.factsDue).isEmpty();
    }
}
