package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.KeptMessage;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Channels as they are now, all nodes together. */
public final class Snapshots {

    /** About how many channels are read with one command. */
    static final int PAGE = 1_000;

    private final Scripts scripts;
    private final ChannelScripts calls;

    Snapshots(Scripts scripts, ChannelScripts calls) {
        this.scripts = scripts;
        this.calls = calls;
    }

    /** One channel, at one moment. */
    public CompletionStage<ChannelState> of(ChannelAddress address) {
        ChannelName channel = address.channel();
        Bucket bucket = calls.keys().bucket(address);
        return scripts.run(new ScriptCall(Script.SNAPSHOT, calls.time())
                        .key(bucket.subscriptions(channel))
                        .key(bucket.version())
                        .key(bucket.roster(channel))
                        .key(bucket.kept(channel))
                        .with(channel.toString()))
                .thenApply(Snapshots::state);
    }

    /**
     * The occupied channels of an application. Each bucket is read by itself: what changes meanwhile may be in it or not.
     *
     * @param prefix how their names begin; empty for all
     * @return by name, in the order of the names: the number of users of a presence channel, of subscriptions of any other
     */
    public CompletionStage<Map<String, Integer>> list(String appId, String prefix) {
        ScanArgs pages = ScanArgs.Builder.limit(PAGE).match(pattern(prefix));
        List<CompletableFuture<Map<String, Integer>>> buckets = new ArrayList<>();
        for (Bucket bucket : calls.keys().buckets(appId)) {
            buckets.add(list(bucket.occupied(), ScanCursor.INITIAL, pages, new TreeMap<>())
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(buckets.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<String, Integer> all = new TreeMap<>();
                    buckets.forEach(bucket -> all.putAll(bucket.join()));
                    return all;
                });
    }

    private CompletionStage<Map<String, Integer>> list(
            byte[] key, ScanCursor from, ScanArgs pages, Map<String, Integer> found) {
        return scripts.run(key, commands -> commands.hscan(key, from, pages)).thenCompose(page -> {
            add(page, found);
            return page.isFinished()
                    ? CompletableFuture.completedFuture(found)
                    : list(key, ScanCursor.of(page.getCursor()), pages, found);
        });
    }

    private static void add(MapScanCursor<byte[], byte[]> page, Map<String, Integer> found) {
        page.getMap().forEach((channel, count) -> found.put(Wtf8.decode(channel), number(count)));
    }

    /** A glob pattern of Redis that stands for all names with a prefix. */
    private static byte[] pattern(String prefix) {
        return Wtf8.encode(prefix.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0") + "*");
    }

    private static ChannelState state(List<?> reply) {
        int subscriptions = Math.toIntExact((Long) reply.get(1));
        List<?> roster = (List<?>) reply.get(2);
        long millis = (Long) reply.get(4);
        Optional<KeptEntry> kept = millis > 0 ? Optional.of(KeptEntry.of((byte[]) reply.get(3))) : Optional.empty();
        Optional<KeptMessage> message = kept.map(entry -> new KeptMessage(entry.payload(), Duration.ofMillis(millis)));
        return new ChannelState(
                (Long) reply.get(0),
                new ChannelSnapshot(subscriptions, members(roster), message),
                kept.map(KeptEntry::id));
    }

    /** A user as the roster has it: 8 bytes of the version that the user came with, 1 whether there is information, information. */
    private record Arrival(long version, Member member) {

        static Arrival of(byte[] user, byte[] entry) {
            Optional<String> information =
                    entry[8] == 0 ? Optional.empty() : Optional.of(Wtf8.decode(entry, 9, entry.length));
            return new Arrival(ByteBuffer.wrap(entry).getLong(), new Member(Wtf8.decode(user), information));
        }
    }

    private static List<Member> members(List<?> roster) {
        List<Arrival> arrivals = new ArrayList<>(roster.size() / 2);
        for (int i = 0; i < roster.size(); i += 2) {
            arrivals.add(Arrival.of((byte[]) roster.get(i), (byte[]) roster.get(i + 1)));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::version));
        return arrivals.stream().map(Arrival::member).toList();
    }

    static int number(byte[] decimal) {
        return Integer.parseInt(new String(decimal, StandardCharsets.US_ASCII));
    }
}
