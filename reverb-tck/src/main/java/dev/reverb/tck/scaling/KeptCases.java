package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static dev.reverb.tck.scaling.KitServer.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.KeptMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What a cache channel keeps for those who subscribe later. */
abstract class KeptCases extends ScalingCase {

    KeptCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    private void keep(KitServer server, String text, Duration keepFor) {
        BusMessage message = new BusMessage(event(text).payload(), Optional.empty(), Optional.of(keepFor));
        await(server.bus().publish(address("cache-a"), message));
    }

    private static String kept(ChannelSnapshot snapshot) {
        return snapshot.kept().map(kept -> text(kept.payload())).orElse("nothing");
    }

    @Test
    void nothingIsKeptAtFirst() throws Exception {
        KitServer one = server();
        assertThat(one.follow("cache-a").kept()).isEmpty();
        assertThat(channel(one, "cache-a").kept()).isEmpty();
    }

    @Test
    void anEventIsKeptThoughNobodyFollows() throws Exception {
        KitServer one = server();
        KitServer two = server();
        keep(one, "first", Duration.ofMinutes(30));
        KeptMessage kept = two.follow("cache-a").kept().orElseThrow();
        assertThat(text(kept.payload())).isEqualTo("first");
        assertThat(kept.timeLeft()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(30));
        assertThat(kept.timeLeft()).isGreaterThan(Duration.ofMinutes(29));
        assertThat(kept(channel(one, "cache-a"))).isEqualTo("first");
        assertThat(two.lines("cache-a")).isEmpty();
    }

    @Test
    void theLastThatIsToBeKeptIs() throws Exception {
        KitServer one = server();
        KitServer two = server();
        keep(one, "first", Duration.ofMinutes(30));
        keep(two, "second", Duration.ofMinutes(3));
        one.publish("cache-a", "not kept");
        ChannelSnapshot snapshot = channel(two, "cache-a");
        assertThat(kept(snapshot)).isEqualTo("second");
        assertThat(snapshot.kept().orElseThrow().timeLeft()).isLessThanOrEqualTo(Duration.ofMinutes(3));
        keep(one, "", Duration.ofMinutes(30));
        assertThat(kept(two.follow("cache-a"))).isEmpty();
    }

    @Test
    void whatIsKeptPasses() throws Exception {
        KitServer one = server();
        one.follow("cache-a");
        keep(one, "short", Duration.ofMillis(300));
        await("the end of its time", () -> channel(one, "cache-a").kept().isEmpty());
        await("the same for the server", () -> {
            one.unfollow("cache-a");
            return one.follow("cache-a").kept().isEmpty();
        });
    }

    @Test
    void itOutlastsTheServerThatPublishedIt() throws Exception {
        KitServer one = server();
        KitServer two = server();
        keep(one, "lasting", Duration.ofMinutes(1));
        stop(one);
        assertThat(kept(two.follow("cache-a"))).isEqualTo("lasting");
    }

    @Test
    void aKeptEventDoesNotOccupyTheChannel() throws Exception {
        KitServer one = server();
        keep(one, "alone", Duration.ofMinutes(1));
        assertThat(await(one.bus().channels(APP.id(), ""))).isEmpty();
    }
}
