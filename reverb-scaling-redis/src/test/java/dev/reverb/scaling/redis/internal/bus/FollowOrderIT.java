package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.APP;
import static dev.reverb.scaling.redis.internal.bus.BusNode.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.scaling.redis.TcpProxy;
import dev.reverb.scaling.redis.TcpProxy.Kind;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A channel that is fetched over one connection, while what is published to it comes late over the other: the two meet in the order in
 * which they happened.
 */
class FollowOrderIT extends BusCase {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String CACHE = "presence-cache-room";

    private final RedisServer redis = RedisServer.start();
    private final TcpProxy proxy = new TcpProxy(redis.port());
    private BusNode late;
    private BusNode other;

    @BeforeEach
    void startNodes() {
        late = node(settings(proxy.uri()));
        other = node(settings(redis.uri()));
        other.follow(CACHE);
        // What is left of following is then asked of Redis in one command.
        late.follow(sameBucketAs(CACHE));
    }

    private static RedisScaling.Builder settings(String uri) {
        return RedisScaling.builder(uri).timeout(LONG).lease(LONG);
    }

    @Override
    void closeRedis() {
        proxy.close();
        redis.close();
    }

    private static String sameBucketAs(String channel) {
        KeySpace keys = new KeySpace("reverb");
        return IntStream.range(0, 100_000)
                .mapToObj(i -> "room-" + i)
                .filter(name -> keys.bucket(address(name)).equals(keys.bucket(address(channel))))
                .findFirst()
                .orElseThrow();
    }

    /** The channel is subscribed to, and the command that fetches it is held; so is what is published from here on. */
    private CompletionStage<ChannelSnapshot> beginToFollow() {
        proxy.hold(Kind.COMMANDS);
        CompletionStage<ChannelSnapshot> following = late.followLater(CACHE);
        Await.until("the command is held", proxy::isHolding);
        proxy.hold(Kind.TOPICS);
        return following;
    }

    /** The channel has been fetched, and the answer has arrived. */
    private void letFetch() {
        proxy.release(Kind.COMMANDS);
        // Answered behind it, on the same connection.
        Await.done(late.bus.connections(APP.id()));
    }

    private void keep(String text) {
        Await.done(other.bus.publish(address(CACHE), BusNode.kept(text, Duration.ofMinutes(1))));
    }

    private void end() {
        proxy.release(Kind.TOPICS);
        other.publish(CACHE, "end");
        Await.until("the end", () -> late.texts(CACHE).contains("end"));
    }

    private static String kept(ChannelSnapshot snapshot) {
        return new String(snapshot.kept().orElseThrow().payload(), StandardCharsets.UTF_8);
    }

    @Test
    void anEventThatIsOlderThanTheKeptOneIsNotToldBehindIt() {
        CompletionStage<ChannelSnapshot> following = beginToFollow();
        other.publish(CACHE, "before");
        keep("kept");
        letFetch();
        other.publish(CACHE, "after");
        end();

        assertThat(kept(Await.done(following))).isEqualTo("kept");
        assertThat(late.log(CACHE)).containsExactly("after", "end");
    }

    @Test
    void anEventThatIsOlderThanAMemberIsNotToldBehindIt() {
        CompletionStage<ChannelSnapshot> following = beginToFollow();
        other.publish(CACHE, "before");
        other.add(CACHE, "ada");
        letFetch();
        other.add(CACHE, "bob");
        end();

        assertThat(Await.done(following).members()).extracting(Member::userId).containsExactly("ada");
        assertThat(late.log(CACHE)).containsExactly("+bob", "end");
    }

    @Test
    void whatIsPublishedBehindWhatIsKeptIsTold() {
        keep("kept");
        CompletionStage<ChannelSnapshot> following = beginToFollow();
        other.publish(CACHE, "first");
        letFetch();
        other.publish(CACHE, "second");
        keep("third");
        end();

        assertThat(kept(Await.done(following))).isEqualTo("kept");
        assertThat(late.log(CACHE)).containsExactly("first", "second", "third", "end");
    }

    @Test
    void aMembersNumberIsNotTakenForAnEvents() {
        for (int i = 0; i < 20; i++) {
            other.add(CACHE, "user " + i);
        }
        CompletionStage<ChannelSnapshot> following = beginToFollow();
        other.add(CACHE, "ada");
        letFetch();
        other.publish(CACHE, "event");
        end();

        assertThat(Await.done(following).members()).hasSize(21);
        assertThat(late.log(CACHE)).containsExactly("event", "end");
    }
}
