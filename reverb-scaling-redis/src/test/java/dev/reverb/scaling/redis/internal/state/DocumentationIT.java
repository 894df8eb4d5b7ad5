package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.APP;
import static dev.reverb.scaling.redis.internal.state.StateFixture.B;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/scaling.md names the keys that there are, their types, and which of them have a lifetime. */
class DocumentationIT {

    private static final Pattern ROW =
            Pattern.compile("\\| `(reverb:\\{nodes}:)?([a-z]+)(:[A-Z:]+)?` \\| ([a-z ]+) \\|.*\\| ([^|]*) \\|");
    private static final Pattern KEY = Pattern.compile("reverb:\\{(nodes|app:\\d+)}:([a-z]+)(:.*)?");
    private static final Pattern LIFETIME = Pattern.compile("hour|day|second|cache_ttl");
    private static final Map<String, String> TYPES = Map.of("zset", "sorted set");

    private static final ChannelAddress ROOM = channel("presence-cache-room");
    private static final FactRules GRACE = new FactRules(FactRules.Mode.TOLD, false, 3_000);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    @Test
    void theKeysAreThoseThatTheDocumentationNames() throws IOException {
        useEveryKey();
        assertThat(keys()).isEqualTo(documented());
    }

    private static void useEveryKey() {
        Bucket bucket = fixture.bucket(ROOM);
        get(fixture.state.leases().renew(A, MINUTE));
        get(fixture.state.leases().renew(B, MINUTE));
        get(fixture.state.leases().enter(A, List.of(bucket)));
        get(fixture.state.connections().set(APP, A, 1));
        fixture.subscriptions(ROOM, A, 1, GRACE);
        for (String user : new String[] {"ada", "eve", "joe"}) {
            fixture.add(ROOM, A, user(user), 9, GRACE);
        }
        fixture.add(ROOM, B, user("ada"), 9, GRACE);
        get(fixture.state.facts().claim(bucket, A, Set.of()));
        fixture.remove(ROOM, A, "eve", GRACE);
        fixture.add(ROOM, A, user("late"), 9, GRACE);
        BusMessage kept = new BusMessage(new byte[1], Optional.empty(), Optional.of(MINUTE));
        get(fixture.state.topics().publish(ROOM, A, 1, new Event(kept)));
        get(fixture.state.takeOver().step(bucket, new NodeId("dead"), GRACE, false));
        get(fixture.state.leases().leave(A, MINUTE));
    }

    /** What of which node or channel, its type, and whether it has a lifetime. */
    private static Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        for (byte[] key : fixture.redis.keys("*")) {
            Matcher parts = KEY.matcher(Wtf8.decode(key));
            assertThat(parts.matches()).as(Wtf8.decode(key)).isTrue();
            String type = fixture.redis.type(key);
            keys.put(
                    (parts.group(1).equals("nodes") ? "nodes " : "") + parts.group(2),
                    TYPES.getOrDefault(type, type) + (fixture.redis.pttl(key) > 0 ? ", lifetime" : ""));
        }
        return keys;
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "scaling.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                keys.put(
                        (row.group(1) == null ? "" : "nodes ") + row.group(2),
                        row.group(4) + (LIFETIME.matcher(row.group(5)).find() ? ", lifetime" : ""));
            }
        }
        return keys;
    }
}
