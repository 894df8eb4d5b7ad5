package dev.reverb.server.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lies in Redis, read by what {@code docs/scaling.md} says of it. */
final class RedisKeys implements AutoCloseable {

    /** The bucket, what it is, and the rest of the name. */
    private static final Pattern KEY = Pattern.compile("reverb:\\{1:(\\d+)}:([a-z])(?::(.*))?");

    /** Eight bytes of version, and a one. */
    private static final int BEFORE_INFORMATION = 9;

    private static final Pattern INFO = Pattern.compile("\"from\":\"([^\"]+)\"");

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisCommands<String, String> redis;

    private RedisKeys(RedisClient client) {
        this.client = client;
        this.connection = client.connect(new StringCodec(ISO_8859_1));
        this.redis = connection.sync();
    }

    static RedisKeys open(String url) {
        return new RedisKeys(RedisClient.create(url));
    }

    /** What Redis holds of the channels. */
    static final class State {
        /** By presence channel: user, and where what is known of the user came from. */
        final Map<String, Map<String, String>> rosters = new TreeMap<>();

        /** By presence channel: the users of all nodes' parts. */
        final Map<String, Set<String>> parts = new TreeMap<>();

        /** By channel: the subscriptions of all nodes' parts. */
        final Map<String, Integer> subscriptions = new TreeMap<>();

        /** By channel: users of a presence channel, subscriptions of any other. */
        final Map<String, Integer> occupied = new TreeMap<>();

        /** By presence channel: subscriptions. */
        final Map<String, Integer> totals = new TreeMap<>();

        /** The nodes of which there is a part of any kind. */
        final Set<String> nodes = new TreeSet<>();
    }

    State read() {
        State state = new State();
        for (String key : redis.keys("reverb:{1:*")) {
            Matcher name = KEY.matcher(key);
            if (name.matches()) {
                read(state, key, name.group(2).charAt(0), name.group(3));
            }
        }
        return state;
    }

    private void read(State state, String key, char kind, String rest) {
        switch (kind) {
            case 'r' -> state.rosters.put(rest, roster(key));
            case 'm' -> {
                String[] nodeAndChannel = rest.split(":", 2);
                state.nodes.add(nodeAndChannel[0]);
                state.parts
                        .computeIfAbsent(nodeAndChannel[1], channel -> new TreeSet<>())
                        .addAll(redis.smembers(key));
            }
            case 'n' -> {
                state.nodes.add(rest);
                redis.hgetall(key)
                        .forEach((channel, count) ->
                                state.subscriptions.merge(channel, Integer.valueOf(count), Integer::sum));
            }
            case 'x' ->
                redis.hgetall(key).forEach((channel, count) -> state.occupied.put(channel, Integer.valueOf(count)));
            case 'y' ->
                redis.hgetall(key).forEach((channel, count) -> state.totals.put(channel, Integer.valueOf(count)));
            default -> {}
        }
    }

    private Map<String, String> roster(String key) {
        Map<String, String> roster = new TreeMap<>();
        redis.hgetall(key).forEach((user, value) -> {
            Matcher info = INFO.matcher(value.substring(Math.min(value.length(), BEFORE_INFORMATION)));
            roster.put(user, info.find() ? info.group(1) : "");
        });
        return roster;
    }

    /** The nodes that hold a lease. */
    Set<String> leases() {
        return new TreeSet<>(redis.zrange("reverb:{nodes}:leases", 0, -1));
    }

    /** The keys that stay for ever. */
    List<String> withoutLifetime() {
        return redis.keys("*").stream()
                .filter(key -> redis.pttl(key) == -1)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
