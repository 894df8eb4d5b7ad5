package dev.reverb.scaling.redis.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.channel.ChannelName;
import dev.reverb.spi.scaling.ChannelAddress;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySpaceTest {

    private static final NodeId NODE = new NodeId("n1");

    private final KeySpace keys = new KeySpace("reverb");

    @Test
    void theNamesAreAPromise() {
        ChannelName room = ChannelName.of("presence-room.1");
        Bucket bucket = keys.bucket(new ChannelAddress("my-app", room));
        assertThat(bucket.toString()).isEqualTo("215:my-app");
        assertThat(bucket.appId()).isEqualTo("my-app");
        String tag = "reverb:{my-app:215}:";
        assertThat(bucket.topic(room)).asString().isEqualTo(tag + "t:presence-room.1");
        assertThat(bucket.version()).asString().isEqualTo(tag + "v");
        assertThat(bucket.lastVersion(room)).asString().isEqualTo(tag + "l:presence-room.1");
        assertThat(bucket.roster(room)).asString().isEqualTo(tag + "r:presence-room.1");
        assertThat(bucket.shared(room)).asString().isEqualTo(tag + "d:presence-room.1");
        assertThat(bucket.kept(room)).asString().isEqualTo(tag + "k:presence-room.1");
        assertThat(bucket.subscriptions(room)).asString().isEqualTo(tag + "y");
        assertThat(bucket.subscriptions(ChannelName.of("news"))).asString().isEqualTo(tag + "x");
        assertThat(bucket.occupied()).asString().isEqualTo(tag + "x");
        assertThat(bucket.part(NODE)).asString().isEqualTo(tag + "n:n1");
        assertThat(bucket.users(NODE, room)).asString().isEqualTo(tag + "m:n1:presence-room.1");
        assertThat(bucket.operation(NODE)).asString().isEqualTo(tag + "w:n1");
        assertThat(bucket.fence(NODE)).asString().isEqualTo(tag + "f:n1");
        assertThat(bucket.pendingFacts()).asString().isEqualTo(tag + "g");
        assertThat(bucket.outbox()).asString().isEqualTo(tag + "o");
        assertThat(bucket.claims()).asString().isEqualTo(tag + "c");
        assertThat(keys.home("my-app").connections()).asString().isEqualTo("reverb:{my-app:0}:h");
        assertThat(keys.home("my-app").control()).asString().isEqualTo("reverb:{my-app:0}:control");
        assertThat(keys.ofCluster("leases")).asString().isEqualTo("reverb:{nodes}:leases");
    }

    @Test
    void theBucketOfAChannelIsAPromise() {
        assertThat(bucketOf("a")).isEqualTo(0x43);
        assertThat(bucketOf("orders")).isEqualTo(0xee);
        assertThat(bucketOf("#server-to-user-ż")).isEqualTo(0x87);
    }

    @Test
    void noBraceOrColonOfAnIdOrAPrefixMovesAKey() {
        KeySpace strange = new KeySpace("{a}:b\u007f");
        Bucket bucket = strange.bucket("x}{y:1", 7);
        assertThat(bucket.version()).asString().isEqualTo("%7Ba%7D%3Ab%7F:{x%7D%7By%3A1:7}:v");
        assertThat(strange.bucketNamed(bucket.toString())).isEqualTo(bucket);
        assertThat(keys.bucket("ż", 1).version()).asString().isEqualTo("reverb:{%C5%BC:1}:v");
        assertThat(keys.bucket("", 1).version()).asString().isEqualTo("reverb:{:1}:v");
    }

    @Test
    void whateverTheChannelAllKeysOfABucketAreInOneSlot() {
        ChannelName channel = ChannelName.of("#server-to-user-}{x}:{y");
        Bucket bucket = keys.bucket(new ChannelAddress("app", channel));
        assertThat(List.of(bucket.roster(channel), bucket.topic(channel), bucket.users(NODE, channel)))
                .allSatisfy(key -> assertThat(SlotHash.getSlot(key)).isEqualTo(SlotHash.getSlot(bucket.version())));
    }

    @Test
    void channelsAreSpreadOverAllBuckets() {
        int[] channels = new int[KeySpace.BUCKETS];
        IntStream.range(0, 25_600).forEach(i -> channels[bucketOf("user-" + i)]++);
        assertThat(IntStream.of(channels)).allMatch(count -> count > 50 && count < 150);
    }

    @Test
    void applicationsShareNothing() {
        assertThat(keys.bucket("a", 1)).isNotEqualTo(keys.bucket("b", 1)).isNotEqualTo(keys.bucket("a", 2));
        assertThat(keys.bucket("a", 1)).isEqualTo(keys.bucket("a", 1)).hasSameHashCodeAs(keys.bucket("a", 1));
        assertThat(keys.bucket("a", 1)).isNotEqualTo(new KeySpace("other").bucket("a", 1));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new KeySpace("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.bucket("a", 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.bucket("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(keys.bucket("a", 255).number()).isEqualTo(255);
    }

    private int bucketOf(String channel) {
        return keys.bucket(new ChannelAddress("app", ChannelName.of(channel))).number();
    }
}
